import { toSigned } from '@mcp-guard/core';
import { createApprovalKey, signDecision, verifyDecision } from '@mcp-guard/core/approval-key';
import { describe, expect, it } from 'vitest';
import { unlock } from '../src/api/sign.js';

const PASSPHRASE = 'correct horse bättery';
const key = createApprovalKey(PASSPHRASE, { cost: 2 ** 10 });
const decided = {
  approval: '4f2a91c07b3d5e68',
  print: 'ab'.repeat(32),
  decision: { kind: 'deny', why: 'not this month' },
  by: 'anna',
  at: 1_700_000_000_000,
} as const;

describe('a decision that is signed in the page', () => {
  it('is what the daemon verifies, and what the commands sign', async () => {
    const sign = await unlock(key, PASSPHRASE);
    const signature = (await sign?.(toSigned(decided))) ?? '';
    expect(verifyDecision(key.publicKey, toSigned(decided), signature)).toBe(true);
    expect(signature).toBe(signDecision(key, PASSPHRASE, toSigned(decided)));
  });

  it('does not count for another one', async () => {
    const signature = (await (await unlock(key, PASSPHRASE))?.(toSigned(decided))) ?? '';
    const other = { ...decided, decision: { kind: 'approve', standing: null } } as const;
    expect(verifyDecision(key.publicKey, toSigned(other), signature)).toBe(false);
  });

  it('takes the passphrase however a keyboard composes its letters, and no other', async () => {
    expect(await unlock(key, PASSPHRASE.normalize('NFD'))).toBeDefined();
    expect(await unlock(key, `${PASSPHRASE} `)).toBeUndefined();
  });

  it('is not begun with a cost that a tab cannot bear', async () => {
    await expect(unlock({ ...key, N: 2 ** 24 }, PASSPHRASE)).rejects.toThrow('maxmem');
  });
});
