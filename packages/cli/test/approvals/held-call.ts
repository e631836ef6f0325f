import { UNDECIDED, type Approval } from '@mcp-guard/store';

/** A call of `pay` that waits for a person. */
export const heldCall = (change: Partial<Approval> = {}): Approval => ({
  id: '4f2a91c07b3d5e68',
  state: 'pending',
  actor: 'anna',
  server: 'bank',
  tool: 'pay',
  shown: '{"arguments":{"to":"bob","amount":25.00,"currency":"USD"}}',
  binding: 'binding',
  rest: 'rest',
  leaves: { '/to': 'hash of bob', '/amount': 'amount:hash of 25', '/currency': 'hash of USD' },
  policy: 'policy',
  definition: null,
  amount: '25.00',
  currency: 'USD',
  reasons: [
    { rule: 'mcp-guard.yaml:4:7 servers.bank.policy.permissions.require_approval[0]', why: 'a person decides' },
  ],
  createdAt: Date.now() - 60_000,
  expiresAt: Date.now() + 3_600_000,
  ...UNDECIDED,
  asked: 1,
  version: 1,
  ...change,
});
