import type { CallPage, CallView } from '@mcp-guard/core';
import {
  exchangesBack,
  findClaim,
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
  const calls: CallView[] = [];
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
      if (!isRequest(asked)) continue;
      const call = toCallView(asked, answer, null);
      // Its client is looked for only where it is shown: no more sessions than calls.
      if (wants(query, call, asked)) calls.push({ ...call, client: claimOf(asked) });
      if (calls.length === limit) return toPage(reader, calls, asked.seq);
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
