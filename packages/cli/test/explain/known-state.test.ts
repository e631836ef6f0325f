import { join } from 'node:path';
import { createApprovalKey, signDecision, writeApprovalKey } from '@mcp-guard/core/approval-key';
import { readStrict, toSigned } from '@mcp-guard/core';
import { CustomTypes } from '@mcp-guard/detectors';
import { createDescribe } from '@mcp-guard/rules';
import { fingerprintOf, type Approval, type RecordedState } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { approvalOf, NOW } from '../../../daemon/test/support/approval.js';
import { FINGERPRINTS } from '../../../daemon/test/support/recorded-daemon.js';
import { contextOf } from '../../../rules/test/support/context.js';
import { temporaryFolder } from '../../../store/test/temporary-folder.js';
import { toKnownState, type Explained } from '../../src/explain/known-state.js';

const folder = temporaryFolder();
const NOTHING: RecordedState = {
  counters: new Map(),
  spent: [],
  markers: [],
  withheld: new Map(),
  shownTools: new Map(),
  approvals: [],
  trustedKey: undefined,
  halt: undefined,
};
const EXPLAINED: Explained = {
  server: 'bank',
  user: 'anna',
  now: NOW,
  isFilledByClient: false,
  passphrase: { isWanted: false, keyPath: join(folder, 'approval.key') },
};

const message = readStrict(
  Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":{}}}'),
  100,
);
if (message.kind !== 'request') throw new Error(message.kind);
const describeCall = createDescribe({ fingerprints: FINGERPRINTS, policy: 'p', custom: new CustomTypes([]) });
const reasons = [{ rule: 'r', why: 'it must' }];
const call = describeCall(message, contextOf(), { cost: undefined, reasons });
const { binding, rest, leaves } = call;
const approved = (more: Partial<Approval> = {}): Approval =>
  approvalOf({ state: 'approved', binding, rest, leaves, amount: null, currency: null, ...more });

const decisionOn = (approvals: readonly Approval[], explained: Partial<Explained> = {}, trustedKey?: string) =>
  toKnownState({ ...NOTHING, approvals, trustedKey }, { ...EXPLAINED, ...explained }).ofUser?.decisionOn?.({
    call,
    cost: undefined,
  });

describe('a decision', () => {
  it('lets its call pass', () => {
    expect(decisionOn([approved()])).toMatchObject({ verdict: 'passes', rule: '(approval 0123456789abcdef)' });
  });

  it.each<[string, Partial<Approval>]>([
    ['that has run out', { expiresAt: NOW }],
    ['about another user’s call', { actor: 'ben' }],
    ['about another server', { server: 'other' }],
    ['under other rules', { policy: 'q' }],
    ['about another definition of the tool', { definition: 'd' }],
    ['about another call', { binding: 'b' }],
  ])('%s does not count', (_, more) => {
    expect(decisionOn([approved(more)])).toBeUndefined();
  });

  it('counts only with its signature if a passphrase is required or was set', () => {
    const { keyPath } = EXPLAINED.passphrase;
    const passphrase = { isWanted: true, keyPath };
    const signable = { ...approved(), decision: null };
    const key = createApprovalKey('correct horse', { cost: 1024 });
    expect(() => decisionOn([signed(signable, '')], { passphrase })).toThrow('no passphrase has been set');
    writeApprovalKey(keyPath, key);
    expect(decisionOn([signable], { passphrase })).toBeUndefined();
    expect(decisionOn([signable], {}, key.publicKey)).toBeUndefined();
    const sign = (text: string): string => signDecision(key, 'correct horse', text) ?? '';
    expect(decisionOn([signed(signable, sign)], { passphrase })).toMatchObject({ verdict: 'passes' });
    expect(decisionOn([signed(signable, 'AAAA')], { passphrase })).toBeUndefined();
  });

  it('is refused if too many calls wait', () => {
    const waiting = Array.from({ length: 20 }, (_, index) => approvalOf({ id: `${index}`, binding: `${index}` }));
    expect(() => decisionOn(waiting)).toThrow('20 calls wait for a person already');
    expect(decisionOn(waiting.slice(1))).toBeUndefined();
  });
});

function signed(approval: Approval, sign: string | ((text: string) => string)): Approval {
  const made = {
    approval: approval.id,
    print: fingerprintOf(approval),
    decision: { kind: 'approve', standing: null },
    by: 'anna',
    at: NOW,
  } as const;
  return { ...approval, decision: { ...made, signature: typeof sign === 'string' ? sign : sign(toSigned(made)) } };
}

describe('the known state', () => {
  it('is empty for an unknown user', () => {
    const { ofUser, gaps } = toKnownState(NOTHING, { ...EXPLAINED, user: undefined });
    expect(ofUser).toBeUndefined();
    expect(gaps).toEqual([expect.stringContaining('--user')]);
  });

  it('has no decision if the client fills the environment of the server', () => {
    expect(toKnownState(NOTHING, { ...EXPLAINED, isFilledByClient: true }).ofUser?.decisionOn).toBeUndefined();
  });
});
