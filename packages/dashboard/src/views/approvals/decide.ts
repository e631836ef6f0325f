import type { ApprovalKeyView, ApprovalView, Decided, Decision } from '@mcp-guard/core/page';
import { ApiError } from '../../api/api-error.js';
import { isApproval } from '../../api/approval-shapes.js';
import { unlock } from '../../api/sign.js';
import { readOnlyReason, type Page } from '../../state/page.js';

export interface DecideRequest {
  /** As it was shown. */
  readonly approval: ApprovalView;
  readonly decision: Decision;
  readonly passphrase: string;
  /** How much of the work on the passphrase is done, from 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** Sends a decision in the name of the user who opened the page. Throws an `ApiError` that says why it does not count. */
export async function decide(page: Page, { approval, decision, passphrase, onProgress }: DecideRequest): Promise<void> {
  const signIn = page.signIn.value;
  const refusal = readOnlyReason(signIn);
  if (signIn.state !== 'in' || refusal !== null) throw new ApiError(403, refusal ?? 'this page has not signed in');
  const { key, user } = signIn.page;
  const decided = { approval: approval.id, print: approval.print, decision, by: user, at: Date.now() };
  const signature = key ? await sign(key, passphrase, decided, onProgress) : null;
  await page.api.post('/approvals/decide', isApproval, { ...decided, signature });
  await page.refreshApprovals().catch(() => undefined); // It counts; the next event shows it.
}

async function sign(
  key: ApprovalKeyView,
  passphrase: string,
  decided: Omit<Decided, 'signature'>,
  onProgress: (done: number) => void,
): Promise<string> {
  const signWith = await unlock(key, passphrase, onProgress);
  if (!signWith) throw new ApiError(403, 'the passphrase is wrong');
  return signWith(decided);
}
