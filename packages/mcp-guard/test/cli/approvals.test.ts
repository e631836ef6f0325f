import { guardPaths } from '@mcp-guard/core';
import { openDatabase, type Approval } from '@mcp-guard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellOf } from '../support/command.ts';
import { createGuard } from '../support/in-process-guard.ts';
import type { TestGuard } from '../support/guard.ts';
import { heldCall, hold } from '../support/held.ts';
import { containing } from '../support/matchers.ts';
import { runInTerminal } from '../support/pty.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { parseLines, play, session } from './terminal.ts';

const LONG_AGO = Date.UTC(2026, 0, 2, 15, 4);
const FAR = Date.UTC(2099, 0, 1, 12);
const DECIDER = { uid: 1000, pid: 4242, tty: 'pts/3', parent: 'zsh', insideClient: false, hasPassphrase: true };

const PENDING = heldCall({ createdAt: LONG_AGO, expiresAt: FAR });
const STANDING = heldCall({
  id: '4f2a91c07b3d0000',
  state: 'standing',
  createdAt: LONG_AGO + 1,
  expiresAt: FAR,
  decidedAt: LONG_AGO + 60_000,
  decidedBy: 'anna',
  decider: { ...DECIDER, proposed: false },
  standing: { same: ['/to', '/currency'], maxUses: 5, maxSpend: '125.00', uses: 2, spent: '50.00' },
});
const DENIED = heldCall({
  id: 'dddddddddddddddd',
  state: 'denied',
  tool: 'delete',
  shown: '{"arguments":{"path":"/tmp/a b","count":9007199254740993,"deep":{"x":[true,{}]}},"task":{"ttl":5}}',
  amount: null,
  currency: null,
  createdAt: LONG_AGO + 2,
  expiresAt: FAR,
  decidedAt: LONG_AGO + 60_000,
  decidedBy: 'Bob',
  decider: { ...DECIDER, insideClient: true, hasPassphrase: false, tty: null, proposed: true },
  why: 'not this month',
});
const USED = heldCall({
  id: 'aaaaaaaaaaaaaaaa',
  state: 'used',
  createdAt: LONG_AGO + 3,
  decidedAt: LONG_AGO,
  decidedBy: 'anna',
});
const MANY = heldCall({ id: '1111111111111111', createdAt: LONG_AGO - 1, expiresAt: FAR, leaves: null, asked: 3 });
const EXPIRED = heldCall({ id: 'eeeeeeeeeeeeeeee', createdAt: LONG_AGO + 4, expiresAt: LONG_AGO + 300_000 });

describe.concurrent('approvals', () => {
  let guard: TestGuard;
  beforeAll(async () => {
    guard = await createGuard({});
    hold(guard, PENDING, STANDING, DENIED, USED, EXPIRED, MANY);
  });
  afterAll(() => guard.close());

  const inUtc = (script: string): Promise<string> => {
    const { cwd, env } = shellOf(guard);
    return play(guard, script, { cwd, env: { ...env, TZ: 'UTC' } });
  };

  it('are listed so that a person can decide: first those that wait, then the newest', async () => {
    const expected = session`
      $ mcp-guard approvals list
      ID  STATE  USER  SERVER  TOOL  AMOUNT  ARGUMENTS  EXPIRES
      4f2a91c07b3d5  pending  anna  bank  pay  25.00 USD  to=bob amount=25.00 currency=USD  in AGE
      1111111111111  pending ×3  anna  bank  pay  25.00 USD  to=bob amount=25.00 currency=USD  in AGE
      ddddddddddddd  denied  anna  bank  delete  -  path="/tmp/a b" count=9007199254740993 deep/x/0=… (64 characters)  in AGE
      4f2a91c07b3d0  standing  anna  bank  pay  25.00 USD  to=bob amount=25.00 currency=USD  in AGE
      4f2a91c07b3d0 standing: calls of pay by anna at bank with the same /to and /currency, until 2099-01-01 12:00, at most 5 calls, together at most 125.00 USD; 2 of 5 used
      decide with: mcp-guard approvals approve 4f2a91c07b3d5 (or deny)
    `;
    expect(await inUtc(expected)).toBe(expected);
  });

  it('are listed with those that no longer apply', async () => {
    const { stdout } = await guard.run('approvals', 'list', '--show-decided');
    expect(stdout).toMatch(/^eeeeeeeeeeeee  expired .* \d+ d ago$/mu);
    expect(stdout).toMatch(/^aaaaaaaaaaaaa  used .* -$/mu);
  });

  it('are listed for programs, and the limit never cuts off those that wait', async () => {
    const { stdout } = await guard.run('approvals', 'list', '--json', '-l', '3');
    expect(parseLines(stdout)).toMatchObject([
      { id: PENDING.id, state: 'pending', call: PENDING.shown, expiresAt: FAR / 1000 },
      { id: MANY.id, state: 'pending' },
      { id: DENIED.id, state: 'denied' },
    ]);
  });

  it('have colours in a terminal only, and not with colours switched off', async () => {
    const { cwd, env } = shellOf(guard);
    const colored = await runInTerminal({ cwd, env }, ['approvals', 'list']);
    expect(colored.screen).toContain('\u001b[33mpending\u001b[0m');
    const plain = await runInTerminal({ cwd, env: { ...env, NO_COLOR: '1' } }, ['approvals', 'list']);
    expect(plain.screen).not.toContain('\u001b');
    expect((await guard.run('approvals', 'list')).stdout).not.toContain('\u001b');
  });

  it('are shown with everything that will be sent, in its own digits, and with the person who decided', async () => {
    const expected = session`
      $ mcp-guard approvals show dddddd
      approval dddddddddddddddd
      arguments
        /path: "/tmp/a b"
        /count: 9007199254740993
        /deep/x/0: true
        /deep/x/1: {}
      also sent
        /task/ttl: 5
      user  anna
      server  bank
      tool  delete
      rule  mcp-guard.yaml:4:7 servers.bank.policy.permissions.require_approval[0]: a person decides
      requested  2026-01-02 15:04 (AGE ago)
      expires  in AGE
      state  denied
      decided  2026-01-02 15:05 by Bob
      decided by  uid 1000, pid PID, no terminal, started by zsh, INSIDE A CLIENT’S PROCESSES, without a passphrase, proposed while no daemon ran
      why  not this month
    `;
    expect(await inUtc(expected)).toBe(expected);
  });

  it('are shown with what they admit', async () => {
    const { stdout } = await guard.run('approvals', 'show', STANDING.id);
    expect(stdout).toMatch(/^admits +calls of pay by anna at bank with the same \/to and \/currency, until /mu);
    expect(stdout).toMatch(/^used +2 of 5, 50\.00 of 125\.00 USD$/mu);
    expect(stdout).toMatch(/^decided by +uid 1000, pid 4242, terminal pts\/3, started by zsh, with the passphrase$/mu);
  });

  it('are shown to programs', async () => {
    const { stdout } = await guard.run('approvals', 'show', 'DDDDDD', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ id: DENIED.id, call: DENIED.shown, why: 'not this month' });
  });

  it.each(['approve', 'deny', 'revoke'])('are never selected by a prefix of two: %s', async (command) => {
    const result = await guard.run('approvals', command, '4f2a91', '--yes');
    expect(result).toMatchObject({ code: 64, stdout: '', stderr: containing('begins more than one approval') });
  });

  it.each<[number, string, readonly string[]]>([
    [64, 'there is no approval 123456', ['show', '123456']],
    [77, `approval ${DENIED.id} was denied by Bob at `, ['approve', DENIED.id, '--yes']],
    [77, `approval ${PENDING.id} is not decided yet`, ['revoke', PENDING.id, '--yes']],
    [77, 'too many arguments for a standing approval', ['approve', MANY.id, '--for', '1h', '--yes']],
    [64, 'say with --for how long it lasts', ['approve', PENDING.id, '--max', '5']],
    [64, 'there is no /t in the arguments', ['approve', PENDING.id, '--for', '1h', '--same', '/to', '/t']],
    [64, '--by has 1 to 100 characters', ['approve', PENDING.id, '--by', '']],
    [64, '--limit is a number from 1 to 100000', ['list', '-l', '0']],
  ])('fail with %i and “%s” by %j', async (code, why, args) => {
    expect(await guard.run('approvals', ...args)).toEqual({ code, stdout: '', stderr: containing(why) });
  });
});

it('the list of approvals is empty before there is a record, and for one of an older version', () =>
  withGuard({}, async (guard) => {
    const see = async (): Promise<void> => {
      const words = 'no call waits for a person\n';
      expect(await guard.run('approvals', 'list')).toEqual({ code: 0, stdout: words, stderr: '' });
      expect(await guard.run('approvals', 'list', '--json')).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(await guard.run('approvals', 'show', '4f2a91')).toMatchObject({ code: 64 });
    };
    await see();
    const database = openDatabase({ path: guardPaths(guard.home).database, key: undefined });
    database.exec('DROP TABLE approvals');
    database.close();
    await see();
  }));

const ESC = '\u001b';
const HARMLESS = /^(?:(?!\p{Cc}|\p{Cf}|\p{Cs}|\p{Variation_Selector}|[\u2028\u2029]).)*$/u;
const ATTACK = `${ESC}[2J${ESC}]52;c;cm0=\u0007\rpay\n00000000  approved\u202egnp.\u200b\u009b2J`;

const reason = { rule: ATTACK, why: ATTACK };
const decider = { ...DECIDER, parent: ATTACK, tty: ATTACK, proposed: false };
const decided = { decidedAt: LONG_AGO, decidedBy: ATTACK, why: ATTACK, decider };
const standing = { same: [`/${ATTACK}`], maxUses: 1, maxSpend: null, uses: 0, spent: '0' };
const toCall = (rest: object): Partial<Approval> => ({ shown: JSON.stringify(rest) });
/** By the digit of their ids. */
const HOSTILE: Readonly<Record<string, Partial<Approval>>> = {
  a: { tool: ATTACK },
  b: { actor: ATTACK, server: ATTACK, amount: ATTACK, currency: ATTACK },
  c: toCall({ arguments: { to: ATTACK, [ATTACK]: 1 } }),
  d: toCall({ [ATTACK]: ATTACK }),
  e: { reasons: [reason] },
  f: { state: 'denied', ...decided },
  0: { state: 'standing', ...decided, standing },
};

describe.concurrent('a tool name cannot rewrite the table, nor can anything else of a call or decision:', () => {
  let guard: TestGuard;
  beforeAll(async () => {
    guard = await createGuard({});
    hold(guard, ...Object.entries(HOSTILE).map(([digit, change]) => heldCall({ id: digit.repeat(16), ...change })));
  });
  afterAll(() => guard.close());

  const linesOf = (text: string): string[] => text.replace(/\n$/u, '').split('\n');
  const harmful = (lines: readonly string[]): string[] =>
    lines.filter((line) => !HARMLESS.test(line) || line.startsWith('00000000  approved'));

  it.each([[[]], [['--json']]])('list %j', async (flags) => {
    const { stdout, stderr } = await guard.run('approvals', 'list', ...flags);
    expect({ harmful: harmful(linesOf(stdout)), stderr }).toEqual({ harmful: [], stderr: '' });
  });

  it('in a terminal shows only our own colours', async () => {
    const { screen } = await runInTerminal(shellOf(guard), ['approvals', 'list']);
    expect(harmful(linesOf(screen.replaceAll(new RegExp(`${ESC}\\[\\d\\d?m`, 'gu'), '')))).toEqual([]);
  });

  it.each(Object.keys(HOSTILE))('show %s', async (digit) => {
    const { stdout, stderr } = await guard.run('approvals', 'show', digit.repeat(6));
    expect({ harmful: harmful(linesOf(stdout)), stderr }).toEqual({ harmful: [], stderr: '' });
    expect(stdout).toMatch(/\\u(\{1b\}|001b)\[2J/u);
  });
});
