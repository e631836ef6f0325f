import type { ApprovalState, Decision } from '@mcp-guard/core';
import { toView } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { checkDecidable, describeDecided, describeEnd } from '../../src/approvals/approval-states.js';
import { heldCall } from './held-call.js';

const NOW = Date.now();
const decided = { decidedAt: NOW, decidedBy: 'an\u0007na', why: 'no\u202e' };
const viewOf = (state: ApprovalState, expiresAt = NOW + 60_000) =>
  toView(heldCall({ state, expiresAt, ...(state === 'pending' ? {} : decided) }), NOW);

describe('a decision', () => {
  it.each<[Decision['kind'], ApprovalState]>([
    ['approve', 'pending'],
    ['deny', 'pending'],
    ['revoke', 'approved'],
    ['revoke', 'standing'],
    ['revoke', 'denied'],
  ])('%s: %s', (kind, state) => {
    expect(() => checkDecidable(viewOf(state), kind)).not.toThrow();
  });

  it.each<[Decision['kind'], ApprovalState, RegExp]>([
    ['approve', 'approved', /was approved by an\\u\{7\}na at \S+$/u],
    ['deny', 'standing', /was approved by an\\u\{7\}na at \S+, with calls like it$/u],
    ['approve', 'denied', /was denied by an\\u\{7\}na at \S+: no\\u\{202e\}$/u],
    ['approve', 'used', /was approved by an\\u\{7\}na at \S+, and the call was sent$/u],
    ['approve', 'withdrawn', /is no longer needed: no/u],
    ['approve', 'revoked', /was revoked by an\\u\{7\}na at /u],
    ['revoke', 'pending', /is not decided yet$/u],
    ['revoke', 'used', /and the call was sent$/u],
    ['revoke', 'revoked', /was revoked/u],
  ])('is not decided twice: %s what is %s', (kind, state, why) => {
    expect(() => checkDecidable(viewOf(state), kind)).toThrow(why);
  });

  it.each<Decision['kind']>(['approve', 'deny', 'revoke'])('is not decided when it has run out: %s', (kind) => {
    expect(() => checkDecidable(viewOf('pending', NOW), kind)).toThrow(/expired at \S+$/u);
    expect(() => checkDecidable(viewOf('standing', NOW), kind)).toThrow(/expired at \S+$/u);
  });
});

it.each<[ApprovalState, number, string]>([
  ['pending', 241_000, 'in 4 m'],
  ['standing', 86_400_000, 'in 1 d'],
  ['pending', -7_200_000, '2 h ago'],
  ['used', 60_000, '-'],
  ['revoked', 60_000, '-'],
])('what is %s and ends in %i ms runs out %s', (state, left, words) => {
  const now = 1_000_000_000_000;
  expect(describeEnd({ state, expiresAt: (now + left) / 1000 }, now)).toBe(words);
});

it.each<[ApprovalState, waits: boolean, next: string]>([
  ['approved', true, 'the call is sent now'],
  ['standing', false, 'tell the agent to go on: its next try of the same call is sent'],
  ['denied', true, 'the agent hears of it now'],
  ['denied', false, 'the agent hears of it at its next try'],
])('a decision says what happens next: %s, a client waits: %j', (state, waits, next) => {
  expect(
    describeDecided({ ...viewOf(state), waits })
      .split('; ')
      .at(-1),
  ).toBe(next);
});
