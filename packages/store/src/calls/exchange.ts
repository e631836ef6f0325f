import type { AuditRow } from '../record/audit-store.js';

/** A message and, if it was a request that was sent, its answer. */
export interface Exchange {
  readonly asked: AuditRow;
  readonly answer: AuditRow | undefined;
}

/** A row begins a call: a request of either end, or one that could not be read and names what it asks for. */
export const isRequest = ({ kind, shape, direction, method, rpcId }: AuditRow): boolean =>
  kind === 'message' &&
  direction !== null &&
  (shape === 'request' || (shape === 'malformed' && method !== null && rpcId !== null));

export const isAnswer = ({ kind, shape }: AuditRow): boolean =>
  kind === 'message' && (shape === 'result' || shape === 'tool_error' || shape === 'failure');

/** An answer says that the request failed: an error of the protocol, or of the tool. */
export const isFailed = ({ shape }: Pick<AuditRow, 'shape'>): boolean => shape === 'failure' || shape === 'tool_error';

/** Rows with the same key are a request and its answer, if one follows the other. */
export const pairKey = ({ session, direction, rpcId }: AuditRow, isOfAnswer: boolean): string =>
  `${session ?? ''} ${(direction === 'toServer') === isOfAnswer ? 'client' : 'server'} ${rpcId ?? ''}`;

const STRICTNESS: Readonly<Record<AuditRow['outcome'], number>> = { allow: 0, redact: 1, hold: 2, block: 3 };

/** The row that decided what became of an exchange: the stricter of the two. */
export const decisiveOf = ({ asked, answer }: Exchange): AuditRow =>
  answer && STRICTNESS[answer.outcome] > STRICTNESS[asked.outcome] ? answer : asked;
