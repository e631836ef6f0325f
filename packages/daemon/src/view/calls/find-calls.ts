import type { CallPage, CallView } from '@mcp-guard/core';
import type { AuditFilter, AuditReader, AuditRow } from '@mcp-guard/store';
import type { CallQuery } from './history-query.js';
import { isAnswer, isRequest, pairKey, toCallView } from './to-call-view.js';
import { windowsBack } from './windows.js';

/** Rows behind the first one that are looked through for its answers. */
const LOOK_AHEAD = 5000;
/** Answers that wait for their requests, when the rows are read backwards. */
const MAX_ANSWERS = 100_000;

/** Whether it is time to give back what was found so far. */
export type IsLate = () => boolean;

/**
 * The newest calls that a query wants. What takes too long ends early: the page then has fewer calls than asked for, and
 * says where to go on.
 */
export function findCalls(reader: AuditReader, query: CallQuery, isLate: IsLate): CallPage {
  const { limit, since = 0 } = query;
  const filter = toFilter(query);
  const answers = new Map<string, AuditRow>();
  const calls: CallView[] = [];
  if (query.before !== undefined) remember(answers, ahead(reader, filter, query.before));
  for (const { rows, from } of windowsBack(reader, { ...filter, since }, query.before)) {
    for (const row of rows) {
      const call = isRequest(row) ? toCallView(row, answers.get(pairKey(row, false))) : undefined;
      remember(answers, [row]);
      if (call && wants(query, call, row)) calls.push(call);
      if (calls.length === limit) return toPage(reader, calls, row.seq);
    }
    if (isLate()) return toPage(reader, calls, from);
  }
  return toPage(reader, calls, null);
}

const toPage = ({ damage }: AuditReader, calls: readonly CallView[], before: number | null): CallPage => ({
  calls,
  before,
  damage: damage ?? null,
});

/** What holds for the rows of a request and of its answer alike. */
const toFilter = ({ server, user, method, target }: CallQuery): AuditFilter => ({
  server,
  actor: user,
  method,
  target,
});

/** Rows behind a cursor, the newest first: answers to requests before it. */
const ahead = (reader: AuditReader, filter: AuditFilter, before: number): readonly AuditRow[] =>
  reader.newest({ ...filter, afterSeq: before - 1, beforeSeq: before + LOOK_AHEAD }, LOOK_AHEAD).toReversed();

/** Read backwards: an answer belongs to the next request with its key, and to no earlier one. */
function remember(answers: Map<string, AuditRow>, rows: readonly AuditRow[]): void {
  for (const row of rows) {
    if (isAnswer(row)) answers.set(pairKey(row, true), row);
    else if (isRequest(row)) answers.delete(pairKey(row, false));
  }
  for (const key of answers.keys()) {
    if (answers.size <= MAX_ANSWERS) break;
    answers.delete(key);
  }
}

function wants({ outcome, q, since = 0 }: CallQuery, call: CallView, { detail }: AuditRow): boolean {
  if (call.at < since || (outcome !== undefined && call.outcome !== outcome)) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  const texts = [call.target, call.method, detail, call.rule, call.code, call.server, call.user];
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
