import type { AuditReader } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';

/** Behind the last row that was printed: what is there is not shown as if it were all. */
export function warnOfDamage({ damage }: AuditReader, { note }: CommandTools): void {
  if (damage === undefined) return;
  note(`warning: rows behind these cannot be read: in the journal, ${damage}; check with: mcp-guard logs --verify`);
}
