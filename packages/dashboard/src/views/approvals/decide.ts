import { toSigned, type ApprovalView, type Decided, type Decision } from '@mcp-guard/core/page';
import { ApiError } from '../../api/api-error.js';
import { isDecidedApproval } from '../../api/approval-shapes.js';
import type { Sign } from '../../api/sign.js';
import type { Page } from '../../state/page.js';
import { insistOnUser, openSigner, type Signing } from '../../state/sign-text.js';
import { toNextStep, type Outcome } from './next-step.js';

export interface DecideRequest extends Signing {
  /** As they were shown. */
  readonly approvals: readonly ApprovalView[];
  readonly decision: Decision;
}

export type Outcomes = ReadonlyMap<string, Outcome>;

/**
 * Sends the same decision about each call in the name of the user who opened the page. Returns what became of each;
 * throws an `ApiError` if none can be sent.
 */
export async function decide(page: Page, { approvals, decision, ...signing }: DecideRequest): Promise<Outcomes> {
  const by = insistOnUser(page);
  const sign = await openSigner(page, signing);
  const outcomes = new Map<string, Outcome>();
  for (const { id, print } of approvals) {
    const decided = { approval: id, print, decision, by, at: Date.now() };
    outcomes.set(id, await send(page, decided, sign).catch(toFailed));
  }
  await page.refreshApprovals().catch(() => undefined); // They count; the next event shows it.
  return outcomes;
}

async function send(page: Page, decided: Omit<Decided, 'signature'>, sign: Sign | null): Promise<Outcome> {
  const signature = sign && (await sign(toSigned(decided)));
  const answer = await page.api.post('/approvals/decide', isDecidedApproval, { ...decided, signature });
  return { state: 'decided', words: toNextStep(decided.decision, answer.waits ?? false) };
}

const toFailed = (thrown: unknown): Outcome => ({ state: 'failed', problem: ApiError.from(thrown) });
