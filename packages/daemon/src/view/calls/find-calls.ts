import { readRecordNumber, type CallPage, type CallView } from '@mcp-guard/core';
import {
  exchangesBack,
  findClaim,
  findExchange,
  isRequest,
  type AuditFilter,
  type AuditReader,
  type AuditRow,
  type IsLate,
} from '@mcp-guard/store';
import type { CallQuery } from './history-query.js';
import { toCallView } from './to-call-view.js';

/**
 * The newest calls that a query wants. What takes too long ends early: the page then has fewer calls than asked for, and
 * says where to go on.
 */
export function findCalls(reader: AuditReader, query: CallQuery, isLate: IsLate): CallPage {
  const { limit, since = 0 } = query;
  const named = query.before === undefined ? findNamed(reader, query, isLate) : undefined;
  const calls: CallView[] = named ? [named] : [];
  const claims = new Map<string, string | null>();
  const claimOf = (row: AuditRow): string | null => {
    const session = row.session ?? '';
    const known = claims.get(session);
    if (known !== undefined) return known;
    const claim = findClaim(reader, row, isLate) ?? null;
    claims.set(session, claim);
    return claim;
  };
  for (const { exchanges, from } of exchangesBack(reader, { ...toFilter(query), since }, query.before)) {
    for (const { asked, answer } of exchanges) {
      if (!isRequest(asked) || asked.seq === named?.seq) continue;
      const call = toCallView(asked, answer, null);
      // Its client is looked for only where it is shown: no more sessions than calls.
      if (wants(query, call, asked)) calls.push({ ...call, client: claimOf(asked) });
      if (calls.length === limit) return toPage(reader, calls, asked.seq);
    }
    if (isLate()) return toPage(reader, calls, from);
  }
  return toPage(reader, calls, null);
}

/** The call that is looked for by the number of one of its rows, as a refusal names it, if it meets the other conditions. */
function findNamed(reader: AuditReader, query: CallQuery, isLate: IsLate): CallView | undefined {
  const { q = '', ...others } = query;
  const seq = readRecordNumber(q);
  const found = seq === undefined ? undefined : findExchange(reader, seq, isLate);
  if (!found || !isRequest(found.asked)) return undefined;
  const { asked, answer, claim } = found;
  const only = { ...toFilter(query), afterSeq: asked.seq - 1, beforeSeq: asked.seq + 1 };
  const call = toCallView(asked, answer, claim ?? null);
  return reader.newest(only, 1).length === 1 && wants(others, call, asked) ? call : undefined;
}

const toPage = ({ damage }: AuditReader, calls: readonly CallView[], before: number | null): CallPage => ({
  calls: calls.toSorted((a, b) => b.seq - a.seq),
  before,
  damage: damage ?? null,
});

/** These conditions hold for the rows of a request and of its answer alike. */
const toFilter = ({ server, user, method, target }: CallQuery): AuditFilter => ({
  server,
  actor: user,
  method,
  target,
});

function wants({ outcome, q, since = 0 }: CallQuery, call: CallView, { detail }: AuditRow): boolean {
  if (call.at < since || (outcome !== undefined && call.outcome !== outcome)) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  const texts = [call.target, call.method, detail, call.rule, call.code, call.server, call.user];
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
