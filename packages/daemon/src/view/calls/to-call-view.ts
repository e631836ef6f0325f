import type { CallAnswer, CallView, RowView } from '@mcp-guard/core';
import {
  approvalOf,
  callOutcome,
  countFindings,
  decisiveOf,
  isFailed,
  readFindings,
  rowOutcome,
  type AuditRow,
} from '@mcp-guard/store';

/** @param client the name that the client of its session claims */
export function toCallView(request: AuditRow, answer: AuditRow | undefined, client: string | null): CallView {
  const { seq, at, session, actor, server, direction, method, target } = request;
  const exchange = { asked: request, answer };
  const decisive = decisiveOf(exchange);
  return {
    seq,
    at,
    session,
    user: actor,
    server,
    direction: direction ?? 'toServer',
    method,
    target,
    outcome: callOutcome(exchange) ?? 'allowed',
    code: decisive.code,
    rule: decisive.rule,
    client,
    reason: toReason(decisive),
    approval: approvalOf(request) ?? null,
    findings: countFindings(request) + (answer ? countFindings(answer) : 0),
    types: [...new Set([request, ...(answer ? [answer] : [])].flatMap(readFindings).map(({ type }) => type))],
    answer: answer ? toAnswer(answer) : null,
  };
}

/** The record has the words for the agent of a held call. */
function toReason({ outcome, detail }: AuditRow): string | null {
  if (outcome === 'allow') return null;
  return outcome === 'hold' ? 'it needed a person’s decision' : detail;
}

const toAnswer = (answer: AuditRow): CallAnswer => {
  const { seq, at, waitedMs, code } = answer;
  return { seq, at, waitedMs, isError: isFailed(answer), outcome: rowOutcome(answer) ?? 'allowed', code };
};

export function toRowView(row: AuditRow): RowView {
  const { session: _, actor: __, server: ___, findings: ____, ...shown } = row;
  return { ...shown, outcome: rowOutcome(row), findings: readFindings(row) };
}
