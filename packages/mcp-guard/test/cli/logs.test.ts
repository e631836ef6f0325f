import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import type { AuditRow } from '@mcp-guard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import { BIN, createGuard, type TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { parseLines, play, session } from './terminal.ts';

const DENIED = { policy: { permissions: { denied_tools: ['die'] } } };
const CONFIG = { servers: { tiny: { ...tinyServer(), ...DENIED }, other: tinyServer() } };

async function connect(guard: TestGuard, server: string): Promise<RawClient> {
  const client = startClient(guard.connect(server));
  await client.initialize();
  return client;
}

/** One message after the other, so that every run records the same. */
async function talk(guard: TestGuard): Promise<void> {
  const tiny = await connect(guard, 'tiny');
  await tiny.call('echo', { text: 'one' });
  await tiny.request('tools/call', { name: 'die' });
  await tiny.request('resources/read', { uri: 'file:///notes.txt' });
  await tiny.end();
  const other = await connect(guard, 'other');
  await other.request('tools/list');
  await other.end();
}

describe('logs, with the daemon stopped', () => {
  let guard: TestGuard;
  let rows: readonly AuditRow[];

  beforeAll(async () => {
    guard = await createGuard(CONFIG);
    await talk(guard);
    await guard.run('stop');
    rows = parseLines((await guard.run('logs', '--json', '-l', '1000')).stdout) as AuditRow[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own export
  });
  afterAll(async () => {
    await guard.close();
    await untilGone(guard.home);
  });

  const seqs = async (...args: readonly string[]): Promise<readonly number[]> => {
    const { stdout } = await guard.run('logs', '--json', ...args);
    return (parseLines(stdout) as AuditRow[]).map(({ seq }) => seq); // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own export
  };
  const seqsWhere = (matches: (row: AuditRow) => boolean): readonly number[] =>
    rows.filter(matches).map(({ seq }) => seq);

  it('show what crossed the guard, oldest first', async () => {
    const expected = session`
      $ mcp-guard logs --server tiny
      ID  TIME  SERVER  USER  WHAT  OUTCOME  DETAIL
      2  TIME  tiny  USER  session open  allow  client pid PID, server pid PID
      3  TIME  tiny  USER  →  initialize  allow  the client says it is raw 1
      4  TIME  tiny  USER  ←  initialize  allow  result after N ms
      5  TIME  tiny  USER  →  notifications/initialized  allow
      6  TIME  tiny  USER  →  tools/call echo  allow
      7  TIME  tiny  USER  ←  tools/call echo  allow  result after N ms
      8  TIME  tiny  USER  →  tools/call die  block  this tool is not allowed by policy [mcp-guard.yaml:1:COLUMN servers.tiny.policy.permissions.denied_tools[0]]
      9  TIME  tiny  USER  →  resources/read file:///notes.txt  allow
      10  TIME  tiny  USER  ←  resources/read file:///notes.txt  allow  failure after N ms
      11  TIME  tiny  USER  session close  allow
      ! the last refusal: mcp-guard explain tiny die
    `;
    expect(await play(guard, expected)).toBe(expected);
  });

  it.each<[readonly string[], (row: AuditRow) => boolean]>([
    [['-s', 'other'], (row) => row.server === 'other'],
    [['--server', 'tiny'], (row) => row.server === 'tiny'],
    [['-u', userInfo().username], (row) => row.actor === userInfo().username],
    [['-u', 'nobody-of-this-name'], () => false],
    [['-m', 'tools/call'], (row) => row.method === 'tools/call'],
    [['-t', 'block'], (row) => row.outcome === 'block'],
    [['--type', 'allow', '-s', 'other'], (row) => row.outcome === 'allow' && row.server === 'other'],
    [['--tool', 'echo'], (row) => row.target === 'echo'],
    [['--tool', 'file:///notes.txt'], (row) => row.target === 'file:///notes.txt'],
    [['--last', '7d'], () => true],
    [['-m', 'initialize', '-s', 'tiny', '-t', 'allow'], (row) => row.method === 'initialize' && row.server === 'tiny'],
    [['-s', "'; DROP TABLE audit; --"], () => false],
    [['-s', '%'], () => false],
  ])('filter: %j', async (args, matches) => {
    expect(await seqs(...args)).toEqual(seqsWhere(matches));
  });

  it('leave out what is older than --last', async () => {
    const { at } = rows.at(-1) ?? { at: 0 };
    await until('the record is a second old', () => Date.now() > at + 1500);
    expect(await seqs('--last', '1s')).toEqual([]);
  });

  it('are limited to the newest rows, still oldest first', async () => {
    expect(await seqs('-l', '3')).toEqual(rows.slice(-3).map(({ seq }) => seq));
    expect(await seqs('--limit', '1', '-t', 'block')).toEqual(
      seqsWhere(({ outcome }) => outcome === 'block').slice(-1),
    );
  });

  it('report that nothing matches, for people only', async () => {
    expect(await play(guard, '$ mcp-guard logs -s nobody')).toBe('$ mcp-guard logs -s nobody\nno recorded row matches');
    expect(await guard.run('logs', '-s', 'nobody', '--json')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['-t', 'nonsense', 'Allowed choices are allow, block, hold, redact'],
    ['--last', '5 minutes', 'not a duration: "5 minutes"; it is written like 30m, 24h or 7d'],
    ['-l', '0', '--limit is a number from 1 to 100000'],
    ['-l', 'many', '--limit is a number from 1 to 100000'],
    ['--export', 'xml', 'Allowed choices are csv, jsonl'],
  ])('refuse %s %s', async (option, value, why) => {
    expect(await guard.run('logs', option, value)).toMatchObject({ code: 78, stdout: '', stderr: containing(why) });
  });

  it('are exported as JSON lines, all of them, in the order of the chain', async () => {
    const { stdout } = await guard.run('logs', '--export', 'jsonl', '-l', '1');
    expect(parseLines(stdout)).toEqual(rows);
  });

  it('are exported as CSV with one line a row, under a header', async () => {
    const { code, stdout } = await guard.run('logs', '--export', 'csv');
    const [header, ...lines] = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(header?.split(',')).toEqual(
      expect.arrayContaining(['seq', 'at', 'server', 'method', 'target', 'outcome', 'hash']),
    );
    expect(lines).toHaveLength(rows.length);
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(rows.map(({ seq }) => seq));
    const filtered = await guard.run('logs', '--export', 'csv', '-t', 'block');
    expect(filtered.stdout.trimEnd().split('\n')).toHaveLength(
      1 + seqsWhere(({ outcome }) => outcome === 'block').length,
    );
  });

  it('verify the chain, and show the head to keep elsewhere', async () => {
    const { seq, hash } = rows.at(-1) ?? {};
    const expected = session`
      $ mcp-guard logs --verify
      rows: ${String(rows.length)}
      head: ${String(seq)}:HASH
      last: TIME
      the chain holds
    `;
    expect(await play(guard, expected)).toBe(expected);
    expect(await guard.run('logs', '--verify', '--expect', `${seq}:${hash}`)).toMatchObject({ code: 0 });
    expect(await guard.run('logs', '--verify', '--expect', `${seq}:${'0'.repeat(64)}`)).toMatchObject({
      code: 1,
      stdout: containing('the chain is broken: the expected head is not in the chain'),
    });
  });

  it('end quietly when the reader closes the pipe', () => {
    const { env } = shellOf(guard);
    const shell = ['-c', '"$0" "$1" logs --export jsonl | head -c 10', process.execPath, BIN];
    const { stdout, stderr } = spawnSync('/bin/sh', shell, { env, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{"seq":1,"', stderr: '' });
  });
});

describe.concurrent('logs', () => {
  it('report that nothing has been recorded yet', async () => {
    const guard = await createGuard(CONFIG);
    expect(await play(guard, '$ mcp-guard logs')).toBe(session`
      $ mcp-guard logs
      ! mcp-guard: nothing has been recorded yet: there is no HOME/mcp-guard.db
      ! mcp-guard: the record begins with the first start of the daemon
      exit 69
    `);
    await guard.close();
  });

  it.each([[[]], [['--json']]])(
    '--follow %j goes on with what comes, also over a restart of the daemon',
    async (flags) => {
      const guard = await createGuard(CONFIG);
      try {
        const before = await connect(guard, 'tiny');
        await before.call('echo');
        const following = startCommand(shellOf(guard), 'logs', '--follow', '--tool', 'echo', ...flags);
        const shown = (): number => following.stdout.match(/tools\/call/gu)?.length ?? 0;
        await until('it shows what there was', () => shown() === 2);
        await before.call('echo');
        await before.call('pid');
        await until('it shows what came', () => shown() === 4);
        await before.end();
        await guard.run('restart');
        const after = await connect(guard, 'tiny');
        await after.call('echo');
        await until('it shows what came after the restart', () => shown() === 6);
        expect(following.stdout).not.toContain('pid');
        await after.end();
        following.kill('SIGINT');
        expect((await following.ended).stderr).toBe('');
      } finally {
        await guard.close();
      }
      await untilGone(guard.home);
    },
  );

  it('work while the daemon writes', async () => {
    const guard = await createGuard(CONFIG);
    try {
      const client = await connect(guard, 'tiny');
      let calls = 0;
      let done = false;
      const writing = (async () => {
        for (; !done; calls++) await client.call('echo');
      })();
      const results = [];
      for (let time = 0; time < 3; time++) results.push(await guard.run('logs', '--verify'));
      done = true;
      await writing;
      expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
      expect(calls).toBeGreaterThan(3);
      const heads = results.map(({ stdout }) => Number(/head: (\d+)/u.exec(stdout)?.[1]));
      expect(heads).toEqual(heads.toSorted((a, b) => a - b));
      await client.end();
    } finally {
      await guard.close();
    }
    await untilGone(guard.home);
  });
});
