import { approvalOf, windowsBack, type Approval, type StoreReader } from '@mcp-guard/store';
import { Clients } from '../logs/clients.js';

/** Milliseconds after which no further rows are read: the names are no more than claims. */
const PATIENCE = 500;
/** The clock of a row may be behind that of its approval by so many milliseconds. */
const BEFORE = 5000;

/** Reads the names that the clients of held calls claim, by the id of the approval; without those that are not on record. */
export function readClaimedClients(
  { audit }: Pick<StoreReader, 'audit'>,
  approvals: readonly Approval[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const wanted = new Set(approvals.map(({ id }) => id));
  if (wanted.size === 0) return names;
  const since = approvals.reduce((first, { createdAt }) => Math.min(first, createdAt), Infinity) - BEFORE;
  const clients = new Clients(audit);
  const start = performance.now();
  for (const { rows } of windowsBack(audit, { since })) {
    for (const row of rows) {
      const id = approvalOf(row);
      if (id === undefined || !wanted.delete(id)) continue;
      const name = clients.nameOf(row);
      if (name !== undefined) names.set(id, name);
    }
    if (wanted.size === 0 || performance.now() - start > PATIENCE) break;
  }
  return names;
}
