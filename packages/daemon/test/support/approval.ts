import { UNDECIDED, type Approval } from '@mcp-guard/store';

/** Unix milliseconds. */
export const NOW = 1_800_000_000_000;

/** A payment that waits for a person. */
export const approvalOf = (more: Partial<Approval> = {}): Approval => ({
  id: '0123456789abcdef',
  state: 'pending',
  actor: 'anna',
  server: 'bank',
  tool: 'pay',
  shown: '{"to":"argument-of-the-call"}',
  policy: 'p',
  definition: null,
  amount: '12.50',
  currency: 'USD',
  reasons: [{ rule: 'servers.bank.policy', why: 'words-of-a-reason' }],
  createdAt: NOW,
  expiresAt: NOW + 300_000,
  ...UNDECIDED,
  asked: 1,
  version: 1,
  binding: 'b',
  rest: 'r',
  leaves: null,
  ...more,
});
