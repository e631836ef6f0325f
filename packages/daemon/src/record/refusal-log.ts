import { isServerFailure } from '@mcp-guard/core';
import { hintFor, type AuditRow } from '@mcp-guard/store';
import type { Logger } from 'pino';

/** Logs refused and held messages, and what was withheld from responses, with the rule and the command that says more. */
export const refusalLogger =
  (log: Logger) =>
  (rows: readonly AuditRow[]): void => {
    for (const row of rows) {
      const word = wordFor(row);
      if (word === undefined || row.kind !== 'message') continue;
      const { seq, server, actor, method, target, code, rule, detail } = row;
      log.info({ auditId: seq, server, actor, method, target, code, rule, detail, hint: hintFor(row) }, word);
    }
  };

function wordFor({ outcome, code, detail }: AuditRow): string | undefined {
  if (outcome === 'hold') return 'held';
  if (outcome === 'block') return isServerFailure(code) ? 'failed' : 'refused';
  return outcome === 'redact' && WITHHELD.test(detail ?? '') ? 'withheld' : undefined;
}

/** How the note begins of a response from which items or members were withheld. */
const WITHHELD = /(?:^|; )withheld [\d/]/;
