import { toSigned, type ApprovalState } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { LIVE_STATES } from '../../src/approvals/approval-store.js';
import type { Approval } from '../../src/approvals/approval-store.js';
import { fingerprintOf, toView } from '../../src/approvals/approval-view.js';
import { approval, DECIDER } from '../approval.js';

const { expiresAt } = approval();
const ENDED: readonly ApprovalState[] = ['used', 'expired', 'withdrawn', 'revoked'];

describe('an approval as it is shown', () => {
  it.each(LIVE_STATES)('is expired after its time if it was %s', (state) => {
    expect(toView(approval({ state }), expiresAt - 1).state).toBe(state);
    expect(toView(approval({ state }), expiresAt).state).toBe('expired');
  });

  it.each(ENDED)('stays %s', (state) => {
    expect(toView(approval({ state }), expiresAt + 1).state).toBe(state);
  });

  it('has its times in whole seconds, and no field that only the guard compares', () => {
    const { id, state, actor, server, tool, amount, currency, reasons, standing } = approval();
    const decided = approval({ decidedAt: 1_767_225_700_999, decidedBy: 'anna', decider: DECIDER, why: 'rent' });
    expect(toView(decided, 0)).toEqual({
      id,
      print: fingerprintOf(decided),
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
      asked: 1,
    });
  });
});

describe('the fingerprint of an approval', () => {
  const held = approval();
  it.each<[string, Partial<Approval>]>([
    ['who asks', { actor: 'eve' }],
    ['the server', { server: 'other' }],
    ['the tool', { tool: 'other' }],
    ['what is shown', { shown: '{}' }],
    ['the amount', { amount: '0.01' }],
    ['the currency', { currency: 'JPY' }],
    ['why a person is asked', { reasons: [] }],
    ['what binds', { binding: 'x' }],
    ['what is like it', { leaves: {} }],
    ['the rules', { policy: 'x' }],
    ['the tool’s words', { definition: 'x' }],
  ])('changes with %s', (_, changes) => {
    expect(fingerprintOf({ ...held, ...changes })).not.toBe(fingerprintOf(held));
  });

  it('does not change with a decision', () => {
    expect(fingerprintOf({ ...held, state: 'approved', version: 2, decidedBy: 'anna' })).toBe(fingerprintOf(held));
  });
});

describe('what the passphrase signs', () => {
  const decided = { approval: 'a', print: 'p', decision: { kind: 'deny', why: null }, by: 'anna', at: 1 } as const;

  it.each([
    ['another approval', { approval: 'b' }],
    ['another call', { print: 'q' }],
    ['another decision', { decision: { kind: 'revoke', why: null } as const }],
    ['another reason', { decision: { kind: 'deny', why: 'x' } as const }],
    ['another name', { by: 'ben' }],
    ['another time', { at: 2 }],
  ])('changes with %s', (_, changes) => {
    expect(toSigned({ ...decided, ...changes })).not.toBe(toSigned(decided));
  });
});
