import { safe } from '@mcp-guard/core';
import { callOutcome, CLAIM_WORDS, decisiveOf, isRequest, type AuditRow, type Exchange } from '@mcp-guard/store';
import { formatSecond } from '../output/moment.js';
import type { Clients } from './clients.js';
import { describeOutcome, isWarned } from './outcome.js';
import type { LogColumn } from './row-lines.js';

export const CALL_COLUMNS: readonly LogColumn[] = [
  { title: 'ID', usual: 5, keep: true },
  { title: 'TIME', usual: 8, keep: true },
  { title: 'SERVER', usual: 12 },
  { title: 'CLIENT', usual: 14, mayGo: true },
  { title: 'USER', usual: 8, mayGo: true },
  { title: 'CALL', usual: 28, least: 22 },
  { title: 'OUTCOME', usual: 8, keep: true },
  { title: 'MS', usual: 6, right: true, keep: true },
  { title: 'DETAIL', usual: 40, least: 10, below: true },
];

/** These only keep a session going. */
const PLUMBING: ReadonlySet<string> = new Set(['initialize', 'ping', 'server/discover', 'logging/setLevel']);

/** An exchange says nothing that a person looks for. Refused, failed and changed ones never count as such. */
export function isPlumbing(exchange: Exchange): boolean {
  const { kind, method, shape } = exchange.asked;
  if (kind !== 'message' || callOutcome(exchange) !== 'allowed' || isWarned(exchange)) return false;
  return shape === 'notification' || PLUMBING.has(method ?? '');
}

/** The cells of one call for a person; safe to print. @param now Unix milliseconds */
export function describeCall(exchange: Exchange, clients: Clients, now: number): readonly string[] {
  const { asked, answer } = exchange;
  const { rule } = decisiveOf(exchange);
  const outcome = describeOutcome(exchange);
  const place = rule === null || (outcome === 'allowed' && !isWarned(exchange)) ? '' : `[${rule}]`;
  return [
    String(asked.seq),
    formatSecond(asked.at, now),
    safe(asked.server ?? '-', 32),
    safe(clients.nameOf(asked) ?? '-', 32),
    safe(asked.actor ?? '-', 32),
    safe(describeWhat(asked), 72),
    outcome,
    String(answer?.waitedMs ?? ''),
    safe([describeDetail(exchange), place].filter((part) => part !== '').join(' '), 300),
  ];
}

/** The method and what it names; an arrow where the server asks. */
export function describeWhat(row: AuditRow): string {
  const what = [row.method ?? `${row.kind} ${row.shape}`, row.target].filter((part) => part !== null).join(' ');
  return row.direction === 'toClient' && isRequest(row) ? `← ${what}` : what;
}

function describeDetail(exchange: Exchange): string {
  const { asked, answer } = exchange;
  if (asked.kind === 'session' && asked.outcome === 'allow') return ''; // numbers of processes: `logs ID` has them
  if (asked.kind === 'daemon' && asked.shape === 'start') return '';
  const said = withoutClaim(decisiveOf(exchange).detail ?? answer?.detail ?? asked.detail ?? '');
  if (said !== '') return said;
  if (isRequest(asked) && asked.bytesOut > 0 && !answer) return 'no answer yet';
  if (answer?.shape === 'failure') return 'the answer is an error';
  return answer?.shape === 'tool_error' ? 'the tool reports an error' : '';
}

/** The client has a column of its own. */
function withoutClaim(detail: string): string {
  const at = detail.indexOf(CLAIM_WORDS);
  return at < 0 ? detail : detail.slice(0, at).replace(/; $/, '');
}
