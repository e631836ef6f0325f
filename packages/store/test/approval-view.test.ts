import { describe, expect, it } from 'vitest';
import { LIVE_STATES, type ApprovalState } from '../src/approval-store.js';
import { toSigned, toView } from '../src/approval-view.js';
import { approval, DECIDER } from './approval.js';

const { expiresAt } = approval();
const ENDED: readonly ApprovalState[] = ['used', 'expired', 'withdrawn', 'revoked'];

describe('an approval as it is shown', () => {
  it.each(LIVE_STATES)('is expired once its time is over, where it was %s', (state) => {
    expect(toView(approval({ state }), expiresAt - 1).state).toBe(state);
    expect(toView(approval({ state }), expiresAt).state).toBe('expired');
  });

  it.each(ENDED)('is %s for ever', (state) => {
    expect(toView(approval({ state }), expiresAt + 1).state).toBe(state);
  });

  it('has its times in whole seconds, and nothing of what only the guard compares', () => {
    const { id, state, actor, server, tool, amount, currency, reasons, standing } = approval();
    const decided = approval({ decidedAt: 1_767_225_700_999, decidedBy: 'anna', decider: DECIDER, why: 'rent' });
    expect(toView(decided, 0)).toEqual({
      id,
      state,
      actor,
      server,
      tool,
      call: '{"arguments":{"to":"bob"}}',
      amount,
      currency,
      reasons,
      createdAt: 1_767_225_600,
      expiresAt: 1_767_225_900,
      decidedAt: 1_767_225_700,
      decidedBy: 'anna',
      decider: DECIDER,
      why: 'rent',
      standing,
    });
  });
});

describe('what the passphrase signs', () => {
  const decided = { approval: 'a', decision: { kind: 'deny', why: null }, by: 'anna', at: 1 } as const;

  it.each([
    ['another approval', { approval: 'b' }],
    ['another decision', { decision: { kind: 'revoke', why: null } as const }],
    ['another reason', { decision: { kind: 'deny', why: 'x' } as const }],
    ['another name', { by: 'ben' }],
    ['another time', { at: 2 }],
  ])('is another text for %s', (_, changes) => {
    expect(toSigned({ ...decided, ...changes })).not.toBe(toSigned(decided));
  });
});
