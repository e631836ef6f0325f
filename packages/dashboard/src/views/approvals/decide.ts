import { toSigned, type ApprovalView, type Decision } from '@mcp-guard/core/page';
import { isApproval } from '../../api/approval-shapes.js';
import type { Page } from '../../state/page.js';
import { insistOnUser, signText, type Signing } from '../../state/sign-text.js';

export interface DecideRequest extends Signing {
  /** As it was shown. */
  readonly approval: ApprovalView;
  readonly decision: Decision;
}

/** Sends a decision in the name of the user who opened the page. Throws an `ApiError` that says why it does not count. */
export async function decide(page: Page, { approval, decision, ...signing }: DecideRequest): Promise<void> {
  const by = insistOnUser(page);
  const decided = { approval: approval.id, print: approval.print, decision, by, at: Date.now() };
  const signature = await signText(page, toSigned(decided), signing);
  await page.api.post('/approvals/decide', isApproval, { ...decided, signature });
  await page.refreshApprovals().catch(() => undefined); // It counts; the next event shows it.
}
