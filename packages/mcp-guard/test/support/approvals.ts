import type { ApprovalView, Decision } from '@mcp-guard/core';
import { askDaemon } from './ask-daemon.ts';
import { askFromTerminal, type Seat } from './ask-from-terminal.ts';
import type { TestGuard } from './guard.ts';

export interface Told {
  readonly code: string;
  readonly message: string;
}

/** What is held, and with `decided` also what was. */
export const listApprovals = (guard: Pick<TestGuard, 'home'>, decided = false): Promise<readonly ApprovalView[]> =>
  askDaemon(guard, `/approvals${decided ? '?decided=true' : ''}`);

/** Decides as the CLI does, by the control API, from a terminal. */
export async function decide(
  guard: Pick<TestGuard, 'home'>,
  approval: string,
  decision: Decision,
  seat: Seat = 'outside',
): Promise<ApprovalView | Told> {
  const { print }: Partial<ApprovalView> = await askDaemon(guard, `/approvals/${approval}`);
  const decided = { approval, print, decision, by: 'anna', at: Date.now(), signature: null };
  return askFromTerminal(guard, '/approvals/decide', decided, seat);
}

export const approve = (guard: Pick<TestGuard, 'home'>, approval: string, seat?: Seat): Promise<ApprovalView | Told> =>
  decide(guard, approval, { kind: 'approve', standing: null }, seat);

export const deny = (guard: TestGuard, approval: string): Promise<ApprovalView | Told> =>
  decide(guard, approval, { kind: 'deny', why: null });

/** Makes room for others: denied, and the denial taken back. */
export async function dismiss(guard: TestGuard, approval: string): Promise<void> {
  await deny(guard, approval);
  await decide(guard, approval, { kind: 'revoke', why: null });
}

/** The id that the answer to a held call tells. */
export function heldId(answer: string): string {
  const id = /"approval_id":"([0-9a-f]{16})"/u.exec(answer)?.[1];
  if (id === undefined) throw new Error(`this call is not held: ${answer}`);
  return id;
}
