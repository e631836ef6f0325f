import { hintFor, type AuditRow } from '@mcp-guard/store';
import type { Logger } from 'pino';

/** A refused or held message in the log, where people look, and what was withheld from a list: with the rule, and the command that says more. */
export function logRefusal(log: Logger, row: AuditRow): void {
  const word = wordFor(row);
  if (word === undefined || row.kind !== 'message') return;
  const { seq, server, actor, method, target, code, rule, detail } = row;
  log.info({ auditId: seq, server, actor, method, target, code, rule, detail, hint: hintFor(row) }, word);
}

function wordFor({ outcome, detail }: AuditRow): string | undefined {
  if (outcome === 'hold') return 'held';
  if (outcome === 'block') return 'refused';
  return outcome === 'redact' && WITHHELD.test(detail ?? '') ? 'withheld' : undefined;
}
/** As the note begins of a list from which something was taken. */
const WITHHELD = /(?:^|; )withheld \d/;
