import { guardPaths } from '@mcp-guard/core';
import { openSqliteStore, type Approval } from '@mcp-guard/store';
import type { TestGuard } from './guard.ts';

export { heldCall } from '../../../cli/test/approvals/held-call.ts';

/** Writes approvals into the record of a home, as its daemon does. */
export function hold(guard: TestGuard, ...approvals: readonly Approval[]): void {
  const store = openSqliteStore({ path: guardPaths(guard.home).database, key: undefined });
  for (const approval of approvals) store.approvals.insert(approval);
  store.close();
}
