import type { AuditRow } from './audit-store.js';

/** In the words of a held call; the second form is that of rows from before these words. */
const HELD = /approval (?:\(([0-9a-f]{16})\)|([0-9a-f]{16}) waits)/;

/** Id of the approval that a held call waits for; nothing for other rows. */
export function approvalOf({ outcome, detail }: Pick<AuditRow, 'outcome' | 'detail'>): string | undefined {
  if (outcome !== 'hold') return undefined;
  const [, id, former] = HELD.exec(detail ?? '') ?? [];
  return id ?? former;
}
