import type { CallPage, CallView } from '@mcp-guard/core';
import type { AuditFilter, AuditReader, AuditRow } from '@mcp-guard/store';
import type { CallQuery } from './history-query.js';
import { isAnswer, isRequest, pairKey, toCallView } from './to-call-view.js';

/** Rows that are read in one go. */
const PAGE = 1000;
/** Rows behind the first one that are looked through for its answers. */
const LOOK_AHEAD = 2000;
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
  let before = query.before ?? Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = reader.newest({ ...filter, since, beforeSeq: before }, PAGE);
    for (const row of rows.toReversed()) {
      before = row.seq;
      if (isAnswer(row)) remember(answers, [row]);
      if (!isRequest(row)) continue;
      const key = pairKey(row, false);
      const call = toCallView(row, answers.get(key));
      answers.delete(key);
      if (wants(query, call, row)) calls.push(call);
      if (calls.length === limit) return toPage(reader, calls, before);
    }
    if (rows.length < PAGE) return toPage(reader, calls, null);
    if (isLate()) return toPage(reader, calls, before);
  }
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
function ahead(reader: AuditReader, filter: AuditFilter, before: number): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  for (const row of reader.all({ ...filter, afterSeq: before - 1 })) {
    if (rows.push(row) === LOOK_AHEAD) break;
  }
  return rows.toReversed();
}

/** Of two answers with one key, the older one belongs to what is read next. */
function remember(answers: Map<string, AuditRow>, rows: readonly AuditRow[]): void {
  for (const row of rows) if (isAnswer(row)) answers.set(pairKey(row, true), row);
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
