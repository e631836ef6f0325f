import { isObject, parseJson, type AuditFinding, type CallAnswer, type CallView, type RowView } from '@mcp-guard/core';
import type { AuditRow } from '@mcp-guard/store';

/** Whether a row begins a call: a request of either end, or one that could not be read and names what it asks for. */
export const isRequest = ({ kind, shape, direction, method, rpcId }: AuditRow): boolean =>
  kind === 'message' &&
  direction !== null &&
  (shape === 'request' || (shape === 'malformed' && method !== null && rpcId !== null));

export const isAnswer = ({ kind, shape }: AuditRow): boolean =>
  kind === 'message' && (shape === 'result' || shape === 'failure');

/** Rows with the same key are a request and its answer, if one follows the other. */
export const pairKey = ({ session, direction, rpcId }: AuditRow, isOfAnswer: boolean): string =>
  `${session ?? ''} ${(direction === 'toServer') === isOfAnswer ? 'client' : 'server'} ${rpcId ?? ''}`;

const STRICTNESS: Readonly<Record<AuditRow['outcome'], number>> = { allow: 0, redact: 1, hold: 2, block: 3 };

export function toCallView(request: AuditRow, answer: AuditRow | undefined): CallView {
  const { seq, at, session, actor, server, direction, method, target } = request;
  // The stricter of the two decided what became of the call.
  const decisive = answer && STRICTNESS[answer.outcome] > STRICTNESS[request.outcome] ? answer : request;
  return {
    seq,
    at,
    session,
    user: actor,
    server,
    direction: direction ?? 'toServer',
    method,
    target,
    outcome: decisive.outcome,
    code: decisive.code,
    rule: decisive.rule,
    findings: countFindings(request) + (answer ? countFindings(answer) : 0),
    answer: answer ? toAnswer(answer) : null,
  };
}

const toAnswer = ({ seq, at, waitedMs, shape, outcome, code }: AuditRow): CallAnswer => ({
  seq,
  at,
  waitedMs,
  isError: shape === 'failure',
  outcome,
  code,
});

export function toRowView(row: AuditRow): RowView {
  const { session: _, actor: __, server: ___, findings: ____, ...shown } = row;
  return { ...shown, findings: readFindings(row).filter(isFinding) };
}

function countFindings(row: AuditRow): number {
  if (row.findings === null) return 0;
  let count = 0;
  for (const each of readFindings(row)) {
    const total = isObject(each) ? each['total'] : undefined;
    if (typeof total === 'number') return total;
    count++;
  }
  return count;
}

function readFindings({ findings }: AuditRow): readonly unknown[] {
  if (findings === null) return [];
  try {
    const list = parseJson(findings);
    return Array.isArray(list) ? list : [];
  } catch {
    return []; // a row that others have changed
  }
}

const isFinding = (value: unknown): value is AuditFinding =>
  isObject(value) && typeof value['type'] === 'string' && typeof value['path'] === 'string';
