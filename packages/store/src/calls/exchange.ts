import { strictest, type CallOutcome } from '@mcp-guard/core';
import type { AuditEntry, AuditRow } from '../record/audit-store.js';
import { rowOutcome } from '../record/row-outcome.js';

/** A message and, if it was a request that was sent, its answer. */
export interface Exchange {
  readonly asked: AuditRow;
  readonly answer: AuditRow | undefined;
}

/** A row begins an exchange: a request of either end, or one that could not be read and names what it asks for. */
export const isRequest = (row: AuditRow): boolean =>
  row.kind === 'message' &&
  row.direction !== null &&
  (row.shape === 'request' ||
    (row.shape === 'malformed' && row.method !== null && row.rpcId !== null && !isUnreadAnswer(row)));

export const isAnswer = (row: AuditRow): boolean =>
  row.kind === 'message' && (ANSWERS.has(row.shape) || isUnreadAnswer(row));

const ANSWERS: ReadonlySet<string> = new Set(['result', 'tool_error', 'failure']);

/** An answer that could not be read: only what answers something has waited. */
const isUnreadAnswer = ({ shape, waitedMs }: AuditRow): boolean => shape === 'malformed' && waitedMs !== null;

/** The methods that make a call: a tool is used, a resource read, a prompt fetched. Handshakes and lists are none. */
export const CALL_METHODS: ReadonlySet<string> = new Set(['tools/call', 'resources/read', 'prompts/get']);

/** A request of a client that makes a call, as all figures count them. */
export const isCallRequest = (row: AuditRow): boolean =>
  row.direction === 'toServer' && CALL_METHODS.has(row.method ?? '') && isRequest(row);

/** An answer to a call of a client. */
export const isCallAnswer = (row: AuditRow): boolean =>
  row.direction === 'toClient' && CALL_METHODS.has(row.method ?? '') && isAnswer(row);

const KEPT_OPEN = '; kept open for a decision';

/** The row of a call that is held while its client waits. The same call has another row once that has ended. */
export const asKeptOpen = <Entry extends AuditEntry>(entry: Entry): Entry => ({
  ...entry,
  detail: `${entry.detail ?? ''}${KEPT_OPEN}`,
});

/** The row that ends such a call where its client no longer waits: the call stays held. */
export const asGivenUp = <Entry extends AuditEntry>(entry: Entry): Entry => ({
  ...entry,
  detail: `${entry.detail ?? ''}; the client gave up waiting`,
});

export const isKeptOpen = ({ outcome, detail }: AuditRow): boolean =>
  outcome === 'hold' && detail?.endsWith(KEPT_OPEN) === true;

/** The later row says what became of the call that the earlier one keeps open. */
export const isEndOf = (later: AuditRow, earlier: AuditRow): boolean => isKeptOpen(earlier) && later.at === earlier.at;

/** A request gets an answer, or another row of its own. */
export const isOpen = (row: AuditRow): boolean =>
  isRequest(row) && (row.outcome === 'allow' || row.outcome === 'redact' || isKeptOpen(row));

/** Rows with the same key are a request and its answer, if one follows the other. */
export const pairKey = ({ session, direction, rpcId }: AuditRow, isOfAnswer: boolean): string =>
  `${session ?? ''} ${(direction === 'toServer') === isOfAnswer ? 'client' : 'server'} ${rpcId ?? ''}`;

/** The outcome of an exchange: the stricter one of its rows. Nothing if it is no message. */
export function callOutcome({ asked, answer }: Exchange): CallOutcome | null {
  const outcome = rowOutcome(asked);
  const answered = answer ? rowOutcome(answer) : null;
  return outcome === null || answered === null ? outcome : strictest(outcome, answered);
}

/** The row that decided what became of an exchange. */
export const decisiveOf = (exchange: Exchange): AuditRow =>
  exchange.answer && callOutcome(exchange) !== rowOutcome(exchange.asked) ? exchange.answer : exchange.asked;
