import type { Decider } from '@mcp-guard/core';
import { UNDECIDED, type Approval } from '../src/approvals/approval-store.js';

export const DECIDER: Decider = {
  uid: 1000,
  pid: 7,
  tty: 'pts/3',
  parent: 'zsh',
  insideClient: false,
  hasPassphrase: true,
  proposed: false,
};

/** A payment that waits for a person. */
export const approval = (changes: Partial<Approval> = {}): Approval => ({
  id: '0123456789abcdef',
  state: 'pending',
  actor: 'anna',
  server: 'bank',
  tool: 'pay',
  shown: '{"arguments":{"to":"bob"}}',
  binding: 'b1',
  rest: 'r1',
  leaves: { '/to': 'h1', '/amount': 'amount:h2' },
  policy: 'p1',
  definition: 'd1',
  amount: '12.50',
  currency: 'USD',
  reasons: [{ rule: 'servers.bank.policy (mcp-guard.yaml:3:5)', why: 'it costs more than 10.00' }],
  createdAt: 1_767_225_600_123,
  expiresAt: 1_767_225_900_123,
  ...UNDECIDED,
  asked: 1,
  version: 1,
  ...changes,
});
