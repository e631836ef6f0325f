import { hintFor, type AuditRow } from '@mcp-guard/store';
import type { Logger } from 'pino';

/** Logs a refused or held message, and what was withheld from a response, with the rule and the command that says more. */
export const refusalLogger =
  (log: Logger) =>
  (row: AuditRow): void => {
    const word = wordFor(row);
    if (word === undefined || row.kind !== 'message') return;
    const { seq, server, actor, method, target, code, rule, detail } = row;
    log.info({ auditId: seq, server, actor, method, target, code, rule, detail, hint: hintFor(row) }, word);
  };

function wordFor({ outcome, detail }: AuditRow): string | undefined {
  if (outcome === 'hold') return 'held';
  if (outcome === 'block') return 'refused';
  return outcome === 'redact' && WITHHELD.test(detail ?? '') ? 'withheld' : undefined;
}

/** How the note begins of a response from which items or members were withheld. */
const WITHHELD = /(?:^|; )withheld [\d/]/;
