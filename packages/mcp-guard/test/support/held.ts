import { guardPaths } from '@mcp-guard/core';
import { openApprovalStore, openDatabase, type Approval } from '@mcp-guard/store';
import type { TestGuard } from './guard.ts';

export { heldCall } from '../../../cli/test/approvals/held-call.ts';

/** Writes approvals into the record of a home, as its daemon does. */
export function hold(guard: TestGuard, ...approvals: readonly Approval[]): void {
  const database = openDatabase({ path: guardPaths(guard.home).database, key: undefined });
  const store = openApprovalStore(database);
  for (const approval of approvals) store.insert(approval);
  database.close();
}
