import type { CallAnswer, CallView, RowView } from '@mcp-guard/core';
import { countFindings, decisiveOf, isFailed, readFindings, type AuditRow } from '@mcp-guard/store';

export function toCallView(request: AuditRow, answer: AuditRow | undefined): CallView {
  const { seq, at, session, actor, server, direction, method, target } = request;
  const decisive = decisiveOf({ asked: request, answer });
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

const toAnswer = (answer: AuditRow): CallAnswer => {
  const { seq, at, waitedMs, outcome, code } = answer;
  return { seq, at, waitedMs, isError: isFailed(answer), outcome, code };
};

export function toRowView(row: AuditRow): RowView {
  const { session: _, actor: __, server: ___, findings: ____, ...shown } = row;
  return { ...shown, findings: readFindings(row) };
}
