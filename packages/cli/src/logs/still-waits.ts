import { approvalOf, type AuditRow, type StoreReader } from '@mcp-guard/store';

/** No person has decided about this held call yet. Any other row waits for nothing, and its hint holds. */
export function stillWaits({ approvals }: StoreReader, row: AuditRow): boolean {
  const id = approvalOf(row);
  if (id === undefined) return true;
  return approvals?.find(id).some(({ state, expiresAt }) => state === 'pending' && expiresAt > Date.now()) ?? false;
}
