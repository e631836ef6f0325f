import { hintFor, type AuditRow } from '@mcp-guard/store';
import type { Logger } from 'pino';

/** A refused or held message in the log, where people look: with the rule, and the command that says more. */
export function logRefusal(log: Logger, row: AuditRow): void {
  if ((row.outcome !== 'block' && row.outcome !== 'hold') || row.kind !== 'message') return;
  const { seq, server, actor, method, target, code, rule, detail } = row;
  log.info(
    { auditId: seq, server, actor, method, target, code, rule, detail, hint: hintFor(row) },
    row.outcome === 'hold' ? 'held' : 'refused',
  );
}
