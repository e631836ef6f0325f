import { lstatSync } from 'node:fs';
import { guardPaths } from '@mcp-guard/core';
import {
  createApprovalKey,
  isEndorsed,
  readApprovalKey,
  signDecision,
  writeApprovalKey,
  type ApprovalKey,
} from '@mcp-guard/core/approval-key';
import { describe, expect, it } from 'vitest';
import { heldId } from '../support/approvals.ts';
import { shellOf } from '../support/command.ts';
import type { TestGuard } from '../support/guard.ts';
import { filesThatHold } from '../support/home-files.ts';
import { containing } from '../support/matchers.ts';
import { runWithoutTerminal } from '../support/no-terminal.ts';
import { startClient } from '../support/raw-client.ts';
import { runInTerminal, unfold, type Answer, type TerminalResult } from '../support/pty.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard as withGuardHere } from '../support/in-process-guard.ts';
import { withGuard } from '../support/with-guard.ts';

const PASSPHRASE = 'tiefer Süßwassersee';
const NEXT = 'another passphrase';

const HOLDING = { servers: { tiny: { ...tinyServer(), policy: { permissions: { require_approval: ['pid'] } } } } };

const setPassphrase = (guard: TestGuard, ...answers: readonly Answer[]): Promise<TerminalResult> =>
  runInTerminal(shellOf(guard), ['approvals', 'passphrase'], ...answers);

const keyOf = (guard: TestGuard): ApprovalKey | undefined => readApprovalKey(guardPaths(guard.home).approvalKey);

/** As an earlier command has set it, but for the work that a guess takes, half a second each time. */
const hasSet = (guard: TestGuard): void =>
  writeApprovalKey(guardPaths(guard.home).approvalKey, createApprovalKey(PASSPHRASE, { cost: 1024 }));

const sets = (passphrase: string): Answer[] => [
  ['new passphrase: ', `${passphrase}\r`],
  ['once more: ', `${passphrase}\r`],
];

describe.concurrent('approvals passphrase', () => {
  it('sets one that no terminal shows and no file holds', () =>
    withGuard({}, async (guard) => {
      const { code, screen } = await setPassphrase(
        guard,
        ['new passphrase: ', `x\u007f${PASSPHRASE}ß\b\r`],
        ['once more: ', `typo\u0015${PASSPHRASE}\n`],
      );
      expect({ code, screen }).toEqual({
        code: 0,
        screen:
          'new passphrase: \nonce more: \nthe passphrase is set\nwarning: decisions do not need it yet: approvals.passphrase is not on\n',
      });
      const key = keyOf(guard);
      expect(key && signDecision(key, PASSPHRASE, 'yes')).toBeDefined();
      expect(lstatSync(guardPaths(guard.home).approvalKey).mode & 0o777).toBe(0o600);
      expect(filesThatHold(guard.home, PASSPHRASE)).toEqual([]);
    }));

  it('changes it given the old one, and the new key proves it', () =>
    withGuard({}, async (guard) => {
      hasSet(guard);
      const old = keyOf(guard);
      const wrong = await setPassphrase(guard, ['old passphrase: ', `${NEXT}\r`]);
      expect(wrong).toEqual({
        code: 77,
        screen:
          'old passphrase: \nmcp-guard: the passphrase is wrong\nmcp-guard: more: mcp-guard help errors UNAUTHENTICATED\n',
      });
      expect(keyOf(guard)).toEqual(old);
      expect(await setPassphrase(guard, ['old passphrase: ', `${PASSPHRASE}\r`], ...sets(NEXT))).toMatchObject({
        code: 0,
      });
      const key = keyOf(guard);
      expect(key && old && isEndorsed(key, old.publicKey)).toBe(true);
    }));

  it('can be changed more than once before a daemon sees it', () =>
    withGuard({}, async (guard) => {
      hasSet(guard);
      const first = keyOf(guard);
      await setPassphrase(guard, ['old passphrase: ', `${PASSPHRASE}\r`], ...sets(NEXT));
      await setPassphrase(guard, ['old passphrase: ', `${NEXT}\r`], ...sets(PASSPHRASE));
      const last = keyOf(guard);
      expect(last?.publicKey).not.toBe(first?.publicKey);
      expect(last && first && isEndorsed(last, first.publicKey)).toBe(true);
    }));

  it.each<[string, number, string, readonly Answer[]]>([
    ['it is too short', 64, 'a passphrase has at least 8 characters', [['new passphrase: ', '1234567\r']]],
    [
      'they differ',
      64,
      'the passphrases do not match',
      [
        ['new passphrase: ', `${PASSPHRASE}\r`],
        ['once more: ', `${NEXT}\r`],
      ],
    ],
    ['the person breaks off', 77, 'nothing was changed', [['new passphrase: ', `${PASSPHRASE}\u0003`]]],
    [
      'the person ends the input',
      77,
      'nothing was changed',
      [
        ['new passphrase: ', `${PASSPHRASE}\r`],
        ['once more: ', '\u0004'],
      ],
    ],
  ])('sets none when %s', (_, code, words, answers) =>
    withGuard({}, async (guard) => {
      const result = await setPassphrase(guard, ...answers);
      expect({ ...result, key: keyOf(guard) }).toEqual({ code, screen: containing(words), key: undefined });
    }),
  );

  it('is needed from then on where a daemon runs, although the configuration does not require it', () =>
    withGuardHere(HOLDING, async (guard) => {
      await using client = startClient(guard.connect('tiny'));
      await client.initialize();
      const id = heldId(JSON.stringify(await client.request('tools/call', { name: 'pid', arguments: {} })));
      const { screen } = await setPassphrase(guard, ...sets(PASSPHRASE));
      expect(unfold(screen)).toContain('every decision needs it from now on');
      const decided = await runInTerminal(
        shellOf(guard),
        ['approvals', 'approve', id, '--yes'],
        ['passphrase: ', `${PASSPHRASE}\r`],
      );
      expect(decided).toMatchObject({ code: 0, screen: containing('approved') });
    }));

  it('removes it given the old one, once the configuration no longer requires it', () =>
    withGuardHere({ servers: { tiny: tinyServer() }, approvals: { passphrase: true } }, async (guard) => {
      await guard.run('start', '-d');
      hasSet(guard);
      const giveUp = (...answers: readonly Answer[]): Promise<TerminalResult> =>
        runInTerminal(shellOf(guard), ['approvals', 'passphrase', '--off'], ...answers);
      expect(await giveUp()).toEqual({
        code: 78,
        screen: containing('set approvals.passphrase to false in'),
      });
      await guard.configure({ servers: { tiny: tinyServer() } });
      expect(await giveUp(['passphrase: ', `${NEXT}\r`])).toMatchObject({ code: 77 });
      expect(keyOf(guard)).toBeDefined();
      const isGivenUp = async (): Promise<boolean> => (await giveUp(['passphrase: ', `${PASSPHRASE}\r`])).code === 0;
      await until('the daemon has read the configuration', isGivenUp);
      expect(keyOf(guard)).toBeUndefined();
    }));

  it('takes none from an agent without a terminal', () =>
    withGuard({}, async (guard) => {
      const result = await runWithoutTerminal(shellOf(guard), 'approvals', 'passphrase');
      expect(result).toEqual({
        code: 77,
        stdout: '',
        stderr:
          'mcp-guard: a passphrase needs a terminal\nmcp-guard: run it in a terminal of your own, outside of a client\n',
      });
      expect(keyOf(guard)).toBeUndefined();
    }));
});
