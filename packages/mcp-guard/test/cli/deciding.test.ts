import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { guardPaths, toSigned, type ApprovalView } from '@mcp-guard/core';
import { createApprovalKey, readApprovalKey, verifyDecision, writeApprovalKey } from '@mcp-guard/core/approval-key';
import { openSqliteStore, toView, type Approval, type Proposal } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { shellOf } from '../support/command.ts';
import { startFakeDaemon } from '../support/fake-daemon.ts';
import { BIN, type TestGuard } from '../support/guard.ts';
import { heldCall, hold } from '../support/held.ts';
import { containing, matching } from '../support/matchers.ts';
import { runWithoutTerminal } from '../support/no-terminal.ts';
import { runInTerminal, unfold, runProgramInTerminal, type Answer, type TerminalResult } from '../support/pty.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard as withGuardHere } from '../support/in-process-guard.ts';
import { withGuard } from '../support/with-guard.ts';
import { parseLines } from './terminal.ts';

const ASKED = '[y/N] ';
const ID = heldCall().id;

/** What was written down for the daemon, and is thereby taken away. */
function takeProposals(guard: TestGuard): Proposal[] {
  const store = openSqliteStore({ path: guardPaths(guard.home).database, key: undefined });
  const proposals = [...store.approvals.takeProposals()];
  store.audit.append([]);
  store.close();
  return proposals.map((text): Proposal => JSON.parse(text)); // oxlint-disable-line typescript/no-unsafe-return -- our own
}

/** A guard that holds calls, and a person at a terminal. */
const withHeld = (
  held: readonly Approval[],
  test: (
    guard: TestGuard,
    decide: (args: string, ...answers: readonly Answer[]) => Promise<TerminalResult>,
  ) => Promise<void>,
): Promise<void> =>
  withGuard({}, async (guard) => {
    hold(guard, ...held);
    await test(guard, (args, ...answers) =>
      runInTerminal(shellOf(guard), ['approvals', ...args.split(' ')], ...answers),
    );
  });

describe.concurrent('an agent without a terminal', () => {
  it.each(['approve', 'deny', 'revoke'])('cannot %s', (command) =>
    withHeld([heldCall(command === 'revoke' ? { state: 'approved' } : {})], async (guard) => {
      const result = await runWithoutTerminal(shellOf(guard), 'approvals', command, ID, '--yes', '--by', 'anna');
      expect(result).toEqual({
        code: 77,
        stdout: '',
        stderr:
          'mcp-guard: deciding needs a terminal\nmcp-guard: run it in a terminal of your own, outside of a client\n',
      });
      expect(takeProposals(guard)).toEqual([]);
    }),
  );
});

describe.concurrent('a person at a terminal', () => {
  it('sees the whole call before the question', () =>
    withHeld([heldCall()], async (_, decide) => {
      const { code, screen } = await decide(`approve ${ID.slice(0, 6)}`, [ASKED, 'y\n']);
      const [shown = '', answered] = screen.split('approve this call? [y/N] ');
      expect(shown).toMatch(/^ {2}\/to: "bob"\n {2}\/amount: 25\.00\n {2}\/currency: "USD"\n/mu);
      expect(shown).toMatch(
        /^user +anna\nserver +bank\ntool +pay\namount +25\.00 USD\nrule [^:]+:4:7\s+\S+require_approval\[0\]: /mu,
      );
      expect(shown).toMatch(/^expires +in 59 m$/mu);
      expect({ code, answered }).toEqual({
        code: 0,
        answered: 'y\nthe daemon is not running: this is written down, and the daemon checks it when it starts\n',
      });
    }));

  it('sees and answers the prompt there, wherever input and output of the command lead', () =>
    withHeld([heldCall()], async (guard) => {
      const script = `"$0" "$@" <${guardPaths(guard.home).config} >out 2>&1`;
      const command = ['/bin/sh', '-c', script, process.execPath, BIN, 'approvals', 'deny', ID];
      const { code, screen } = await runProgramInTerminal(shellOf(guard), command, [ASKED, 'yes\n']);
      expect({ code, screen }).toEqual({
        code: 0,
        screen: matching(/\/to: "bob"[^]*deny this call\? \[y\/N\] yes\n$/u),
      });
      expect(await readFile(join(guard.home, 'out'), 'utf8')).toMatch(
        /^the daemon is not running: this is written down/u,
      );
    }));

  it.each<[string, string]>([
    ['no', 'n\n'],
    ['neither', 'yesterday\n'],
    ['the end of input', '\u0004'],
  ])('decides nothing by %s', (_, typed) =>
    withHeld([heldCall()], async (guard, decide) => {
      const { code, screen } = await decide(`approve ${ID}`, [ASKED, typed]);
      expect({ code, screen }).toEqual({ code: 77, screen: containing('nothing was decided') });
      expect(takeProposals(guard)).toEqual([]);
    }),
  );

  it('decides nothing by a yes that was typed before the question, by line or by letter', () =>
    withHeld([heldCall()], async (guard, decide) => {
      for (const early of ['y\n', 'y']) {
        const { code, screen } = await decide(`approve ${ID}`, ['', early], [ASKED, '\n']);
        expect({ code, screen }).toEqual({ code: 77, screen: containing('nothing was decided') });
      }
      expect(takeProposals(guard)).toEqual([]);
    }));

  it('decides nothing with an interrupt', () =>
    withHeld([heldCall()], async (guard, decide) => {
      const { code } = await decide(`approve ${ID}`, [ASKED, '\u0003']);
      expect(code).toBe(130);
      expect(takeProposals(guard)).toEqual([]);
    }));

  it('gets no prompt with --yes, and sees the call', () =>
    withHeld([heldCall()], async (guard, decide) => {
      const { code, screen } = await decide(`approve ${ID} --yes`);
      expect({ code, screen }).toEqual({ code: 0, screen: matching(/^ {2}\/to: "bob"$/mu) });
      expect(screen).not.toContain(ASKED);
      expect(takeProposals(guard)).toHaveLength(1);
    }));

  it('sees in words what a standing approval will admit, and what it would have admitted', () => {
    const alike = heldCall({
      id: '1'.repeat(16),
      leaves: { '/to': 'hash of bob', '/amount': 'amount:hash of 7', '/currency': 'hash of USD' },
    });
    const other = heldCall({
      id: '2'.repeat(16),
      leaves: { '/to': 'hash of eve', '/amount': 'amount:hash of 7', '/currency': 'hash of USD' },
    });
    return withHeld([heldCall(), alike, other], async (guard, decide) => {
      const { screen: all } = await decide(`approve ${ID} --for 2d`, [ASKED, 'n\n']);
      expect(unfold(all)).toMatch(
        / this will admit calls of pay by anna at bank with the same arguments but for the amount, until \S+ \S+, at most 10 calls, together at most 250\.00 USD it would have covered 1 of 2 held calls of this tool /u,
      );
      const { screen: some } = await decide(`approve ${ID} --for 1h --max 5 --same /currency`, [ASKED, 'y\n']);
      expect(unfold(some)).toMatch(
        /with the same \/currency, until .*, at most 5 calls, together at most 125\.00 USD their other arguments may be anything /u,
      );
      expect(some).toContain('it would have covered 2 of 2 held calls');
      const standing = { for: 3600, maxUses: 5, same: ['/currency'] };
      expect(takeProposals(guard)).toMatchObject([{ decision: { kind: 'approve', standing } }]);
    });
  });
});

describe.concurrent('a decision', () => {
  it('waits for the daemon with the name of the person, while no daemon runs', () =>
    withHeld([heldCall()], async (guard, decide) => {
      await decide(`deny ${ID} --reason no --by Anna --yes`);
      const [proposal] = takeProposals(guard);
      expect(proposal).toMatchObject({
        approval: ID,
        decision: { kind: 'deny', why: 'no' },
        by: 'Anna',
        signature: null,
      });
      expect(proposal).toMatchObject({
        decider: { uid: userInfo().uid, tty: matching(/^(pts\/|tty)\w+$/u), parent: 'sh' },
      });
      expect(proposal).toMatchObject({ decider: { insideClient: false, hasPassphrase: false, proposed: true } });
    }));

  it('reaches the running daemon whole and once', () =>
    withHeld([heldCall()], async (guard, decide) => {
      const answer = toView(heldCall({ state: 'approved', decidedBy: 'anna', decidedAt: Date.now() }), Date.now());
      await using daemon = await startFakeDaemon(guard, 200, { ...answer, waits: true });
      const { code, screen } = await decide(`approve ${ID.slice(0, 8)} --yes`);
      expect({ code, last: screen.trimEnd().split('\n').at(-1) }).toEqual({
        code: 0,
        last: matching(/^4f2a91c07b3d5e68 was approved by anna at \d\d:\d\d; the call is sent now$/u),
      });
      const decision = { kind: 'approve', standing: null };
      const print = matching(/^[0-9a-f]{64}$/u);
      const decided = {
        approval: ID,
        print,
        decision,
        by: userInfo().username,
        at: expect.any(Number),
        signature: null,
      };
      expect(daemon.asked).toEqual([['POST /approvals/decide', decided]]);
      expect(takeProposals(guard)).toEqual([]);
    }));

  it('lets the held call through once, and no other', () => {
    const policy = { permissions: { require_approval: ['echo'] } };
    return withGuardHere({ servers: { tiny: { ...tinyServer(), policy } } }, async (guard) => {
      await using client = startClient(guard.connect('tiny'));
      await client.initialize();
      const call = (text: string) => client.request('tools/call', { name: 'echo', arguments: { text } });
      const held = { error: { data: { code: 'APPROVAL_REQUIRED' } } };
      expect(await call('one')).toMatchObject(held);
      const [{ id }] = parseLines((await guard.run('approvals', 'list', '--json')).stdout) as [ApprovalView]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own export
      const { screen } = await runInTerminal(shellOf(guard), ['approvals', 'approve', id], [ASKED, 'y\n']);
      expect(screen).toMatch(new RegExp(`^${id} was approved by `, 'mu'));
      expect(await call('two')).toMatchObject(held);
      expect(await call('one')).toMatchObject({ result: { content: [{ text: 'one' }] } });
      expect(await call('one')).toMatchObject(held);
    });
  });

  it('that the daemon refuses is not written down for later', () =>
    withHeld([heldCall()], async (guard, decide) => {
      await using _ = await startFakeDaemon(guard, 403, { code: 'POLICY_DENIED', message: 'somebody was faster' });
      const { code, screen } = await decide(`approve ${ID} --yes`);
      expect({ code, screen }).toEqual({ code: 77, screen: containing('mcp-guard: somebody was faster') });
      expect(takeProposals(guard)).toEqual([]);
    }));

  it('can be taken back', () =>
    withHeld([heldCall({ state: 'denied' })], async (guard, decide) => {
      const { screen } = await decide(`revoke ${ID} --reason oops`, [ASKED, 'Y\n']);
      expect(screen).toContain('revoke this decision? [y/N] ');
      expect(takeProposals(guard)).toMatchObject([{ approval: ID, decision: { kind: 'revoke', why: 'oops' } }]);
    }));
});

describe.concurrent('decisions that need a passphrase', () => {
  const PASSPHRASE = 'correct horse battery staple';

  const withPassphrase = (
    answers: readonly Answer[],
    test: (guard: TestGuard, result: TerminalResult) => void | Promise<void>,
  ): Promise<void> =>
    withGuard({ approvals: { passphrase: true } }, async (guard) => {
      hold(guard, heldCall());
      writeApprovalKey(guardPaths(guard.home).approvalKey, createApprovalKey(PASSPHRASE, { cost: 1024 }));
      await test(guard, await runInTerminal(shellOf(guard), ['approvals', 'approve', ID, '--yes'], ...answers));
    });

  it('need the terminal and the passphrase also with --yes', () =>
    withPassphrase([['passphrase: ', `${PASSPHRASE}\r`]], async (guard, { code, screen }) => {
      expect({ code, screen }).toEqual({ code: 0, screen: matching(/^ {2}\/to: "bob"$[^]*^passphrase: $/mu) });
      expect(screen).not.toContain(ASKED);
      const [proposal, ...others] = takeProposals(guard);
      const { publicKey = '' } = readApprovalKey(guardPaths(guard.home).approvalKey) ?? {};
      expect(others).toEqual([]);
      expect(proposal?.decider.hasPassphrase).toBe(true);
      expect(proposal && verifyDecision(publicKey, toSigned(proposal), proposal.signature ?? '')).toBe(true);
      const result = await runWithoutTerminal(shellOf(guard), 'approvals', 'approve', ID, '--yes');
      expect(result).toMatchObject({
        code: 77,
        stderr:
          'mcp-guard: deciding needs a terminal\nmcp-guard: run it in a terminal of your own, outside of a client\n',
      });
      expect(takeProposals(guard)).toEqual([]);
    }));

  it.each<[string, string, number, string]>([
    ['another one', 'Correct horse battery staple\r', 77, 'mcp-guard: the passphrase is wrong'],
    ['none', '\r', 77, 'mcp-guard: the passphrase is wrong'],
    ['an interrupt', 'correct\u0003', 77, 'nothing was decided'],
  ])('%s decides nothing', (_, typed, code, why) =>
    withPassphrase([['passphrase: ', typed]], (guard, result) => {
      expect(result).toEqual({ code, screen: containing(why) });
      expect(takeProposals(guard)).toEqual([]);
    }),
  );

  it('are impossible before a passphrase is set', () =>
    withGuard({ approvals: { passphrase: true } }, async (guard) => {
      hold(guard, heldCall());
      const { code, screen } = await runInTerminal(shellOf(guard), ['approvals', 'approve', ID, '--yes']);
      expect({ code, screen }).toEqual({
        code: 78,
        screen: matching(/set it with: mcp-guard approvals passphrase\n/u),
      });
      expect(takeProposals(guard)).toEqual([]);
      const typed: readonly Answer[] = ['new passphrase: ', 'once more: '].map((prompt) => [prompt, `${PASSPHRASE}\r`]);
      const set = await runInTerminal(shellOf(guard), ['approvals', 'passphrase'], ...typed);
      expect(set).toEqual({ code: 0, screen: 'new passphrase: \nonce more: \nthe passphrase is set\n' });
    }));
});
