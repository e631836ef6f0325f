import type { ApprovalState, ApprovalView, Decision } from '@mcp-guard/core/page';

/** As `mcp-guard approvals` names them, with the tone that they are shown in. */
export const STATES: Readonly<Record<ApprovalState, readonly [word: string, tone: string]>> = {
  pending: ['pending', 'warn'],
  approved: ['approved', 'good'],
  standing: ['standing', 'good'],
  denied: ['denied', 'bad'],
  used: ['approved and sent', ''],
  expired: ['expired', ''],
  withdrawn: ['no longer needed', ''],
  revoked: ['revoked', ''],
};

const DECIDABLE: Readonly<Record<Decision['kind'], readonly ApprovalState[]>> = {
  approve: ['pending'],
  deny: ['pending'],
  revoke: ['approved', 'standing', 'denied'],
};

/** The daemon checks it again. */
export const isDecidable = (kind: Decision['kind'], { state }: Pick<ApprovalView, 'state'>): boolean =>
  DECIDABLE[kind].includes(state);

/** `12.50 USD`; nothing for a call that costs nothing. */
export const toPrice = ({ amount, currency }: Pick<ApprovalView, 'amount' | 'currency'>): string | null =>
  amount === null ? null : `${amount} ${currency ?? ''}`.trim();
