import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { ExportedRow } from '@mcp-guard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../../cli/test/run-here.ts';
import { drawOne } from '../../../core/test/support/rounds.ts';
import { shellOf, startCommand } from '../support/command.ts';
import { createGuard } from '../support/in-process-guard.ts';
import { BIN, createGuard as createIdleGuard, type TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { runInTerminal } from '../support/pty.ts';
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
  let rows: readonly ExportedRow[];

  beforeAll(async () => {
    guard = await createGuard(CONFIG);
    await talk(guard);
    await guard.run('stop');
    rows = parseLines((await guard.run('logs', '--json', '-l', '1000')).stdout) as ExportedRow[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own export
  });
  afterAll(async () => {
    await guard.close();
    await untilGone(guard.home);
  });

  const seqs = async (...args: readonly string[]): Promise<readonly number[]> => {
    const { stdout } = await runHere(shellOf(guard), 'logs', '--json', ...args);
    return (parseLines(stdout) as ExportedRow[]).map(({ seq }) => seq); // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own export
  };
  const seqsWhere = (matches: (row: ExportedRow) => boolean): readonly number[] =>
    rows.filter(matches).map(({ seq }) => seq);

  it('show one row a call, oldest first', async () => {
    const expected = session`
      $ mcp-guard logs --server tiny
      ID  TIME  SERVER  CLIENT  USER  CALL  OUTCOME  MS  DETAIL
      2  TIME  tiny  raw  USER  session open  -
      6  TIME  tiny  raw  USER  tools/call echo  allowed  N
      8  TIME  tiny  raw  USER  tools/call die  refused  this tool is not allowed by policy [mcp-guard.yaml:1:COLUMN servers.tiny.policy.permissions.denied_tools[0]]
      9  TIME  tiny  raw  USER  resources/read file:///notes.txt  error  N  the answer is an error
      11  TIME  tiny  raw  USER  session close  -
      ! record 8 is refused: mcp-guard explain tiny die
    `;
    expect(await play(guard, expected)).toBe(expected);
  });

  it('show each message with --raw', async () => {
    const expected = session`
      $ mcp-guard logs --server tiny --raw
      ID  TIME  SERVER  USER  WHAT  OUTCOME  DETAIL
      2  TIME  tiny  USER  session open  -  client pid PID, server pid PID
      3  TIME  tiny  USER  →  initialize  allowed  the client says it is raw 1
      4  TIME  tiny  USER  ←  initialize  allowed  result after N ms
      5  TIME  tiny  USER  →  notifications/initialized  allowed
      6  TIME  tiny  USER  →  tools/call echo  allowed
      7  TIME  tiny  USER  ←  tools/call echo  allowed  result after N ms
      8  TIME  tiny  USER  →  tools/call die  refused  this tool is not allowed by policy [mcp-guard.yaml:1:COLUMN servers.tiny.policy.permissions.denied_tools[0]]
      9  TIME  tiny  USER  →  resources/read file:///notes.txt  allowed
      10  TIME  tiny  USER  ←  resources/read file:///notes.txt  error  failure after N ms
      11  TIME  tiny  USER  session close  -
      ! record 8 is refused: mcp-guard explain tiny die
    `;
    expect(await play(guard, expected)).toBe(expected);
  });

  it.each([['6'], ['7']])('show a request and its answer in full, by the id of either: %s', async (id) => {
    const { code, stdout } = await runHere(shellOf(guard), 'logs', id);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^record 6: tools\/call echo: allowed\n {2}client +raw 1 \(self-reported\)\n/u);
    expect(stdout).toContain(`\n  session       ${rows[5]?.session}\n`);
    expect(stdout).toContain(`\n  hash          ${rows[5]?.hash}\nanswer: record 7\n`);
    expect(stdout).toMatch(/\n {2}answered +after \d+ ms\n/u);
    const { stdout: json } = await runHere(shellOf(guard), 'logs', id, '--json');
    expect(JSON.parse(json)).toEqual({ request: rows[5], answer: rows[6], decisions: [], client: 'raw 1' });
  });

  it('show what a refusal names in audit_id, with its code, its rule and what to do next', async () => {
    const { stdout, stderr } = await runHere(shellOf(guard), 'logs', '8');
    expect(stdout).toContain('record 8: tools/call die: refused');
    expect(stdout).toMatch(/\n {2}code +POLICY_DENIED\n {2}rule +mcp-guard\.yaml:1:\d+ servers\.tiny\./u);
    expect(stderr).toBe('next: mcp-guard explain tiny die\n');
  });

  it.each([
    [['0'], 64, 'an id is the number of a record'],
    [['8f2'], 64, 'an id is the number of a record'],
    [['999999'], 64, 'the record has no row 999999'],
    [['--export', 'csv', '--follow'], 64, "'--export <format>' cannot be used with option '-f, --follow'"],
    [['--export', 'csv', '-l', '5'], 64, "'--export <format>' cannot be used with option '-l, --limit <rows>'"],
    [['--export', 'jsonl', '--raw'], 64, "'--export <format>' cannot be used with option '--raw'"],
    [['--last', '1h', '--since', '2h'], 64, "'--last <duration>' cannot be used with option '--since <time>'"],
    [['--verify', '-f'], 64, '--follow cannot be used with --verify'],
    [['--verify', '-s', 'tiny'], 64, '--server cannot be used with --verify'],
    [['--prune', '--last', '1h'], 64, '--last cannot be used with --prune'],
    [['6', '--follow'], 64, '--follow cannot be used with the id of a record'],
    [['--expect', '1:00'], 64, '--expect belongs to --verify'],
    [['--verify', '--yes'], 64, '--yes cannot be used with --verify'],
    [['--since', 'yesterday'], 64, '--since is a date like 2026-11-01'],
    [['--code', 'NOPE'], 64, 'there is no such code; known: MALFORMED_MESSAGE'],
  ])('refuse %j', async (args, code, words) => {
    expect(await guard.run('logs', ...args)).toMatchObject({ code, stdout: '', stderr: containing(words) });
  });

  it.each<[readonly string[], (row: ExportedRow) => boolean]>([
    [['-s', 'other'], (row) => row.server === 'other'],
    [['--server', 'tiny'], (row) => row.server === 'tiny'],
    [['-u', userInfo().username], (row) => row.actor === userInfo().username],
    [['-u', 'nobody-of-this-name'], () => false],
    [['-m', 'tools/call'], (row) => row.method === 'tools/call'],
    [['-t', 'block'], (row) => row.outcome === 'refused'],
    [['--type', 'allow', '-s', 'other'], (row) => row.outcome === 'allowed' && row.server === 'other'],
    [['--tool', 'echo'], (row) => row.target === 'echo'],
    [['--tool', 'file:///notes.txt'], (row) => row.target === 'file:///notes.txt'],
    [['--last', '7d'], () => true],
    [['--since', '1d'], () => true],
    [['--until', '1d'], () => false],
    [['--since', '2001-01-01', '--until', '2001-01-02T10:00'], () => false],
    [['--code', 'policy_denied'], (row) => row.code === 'POLICY_DENIED'],
    [['--rule', 'denied_tools'], (row) => row.rule?.includes('denied_tools') === true],
    [['-t', 'refused'], (row) => row.outcome === 'refused'],
    [['-t', 'error'], (row) => row.shape === 'failure'],
    [['--client', 'RAW'], (row) => row.session !== null],
    [['--client', 'raw 1'], (row) => row.session !== null],
    [['--client', 'another'], () => false],
    [['-m', 'initialize', '-s', 'tiny', '-t', 'allow'], (row) => row.method === 'initialize' && row.server === 'tiny'],
    [['--tool', "'; DROP TABLE audit; --"], () => false],
    [['--tool', '%'], () => false],
  ])('filter: %j', async (args, matches) => {
    expect(await seqs(...args)).toEqual(seqsWhere(matches));
  });

  it('filter by a session', async () => {
    const [wanted] = rows.flatMap((row) => row.session ?? []);
    expect(await seqs('--session', wanted ?? '')).toEqual(seqsWhere(({ session: of }) => of === wanted));
  });

  it('leave out what is older than --last', async () => {
    const { at = '' } = rows.at(-1) ?? {};
    await until('the record is a second old', () => Date.now() > Date.parse(at) + 1500);
    expect(await seqs('--last', '1s')).toEqual([]);
  });

  it('are limited to the newest rows, still oldest first', async () => {
    expect(await seqs('-l', '3')).toEqual(rows.slice(-3).map(({ seq }) => seq));
    expect(await seqs('--limit', '1', '-t', 'block')).toEqual(
      seqsWhere(({ outcome }) => outcome === 'refused').slice(-1),
    );
  });

  it('report that nothing matches, for people only', async () => {
    const line = '$ mcp-guard logs --tool nothing';
    expect(await play(guard, line)).toBe(`${line}\nno recorded row matches`);
    const asked = await runHere(shellOf(guard), 'logs', '--tool', 'nothing', '--json');
    expect(asked).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each<string[]>([[], ['--json'], ['--export', 'csv']])(
    'refuse a server that there is not, with %j',
    async (...mode) => {
      expect(await runHere(shellOf(guard), 'logs', '-s', 'tinny', ...mode)).toMatchObject({
        code: 69,
        stdout: mode.includes('--json') ? containing('"code":"UNKNOWN_SERVER"') : '',
        stderr: containing('there is no server tinny; did you mean tiny?'),
      });
    },
  );

  it.each([
    ['-t', 'nonsense', 'there is no such outcome; known: allowed, redacted, refused, held, error'],
    ['-t', 'approval', 'there is no such outcome; known: allowed, redacted, refused, held, error'],
    ['-t', 'warned', 'for calls that a rule warned of: --warned'],
    ['--last', '5 minutes', 'not a duration: "5 minutes"; it is written like 30m, 24h or 7d'],
    ['-l', '0', '--limit is a number from 1 to 100000'],
    ['-l', 'many', '--limit is a number from 1 to 100000'],
    ['--export', 'xml', 'Allowed choices are csv, jsonl'],
  ])('refuse the value of %s %s', async (option, value, why) => {
    expect(await guard.run('logs', option, value)).toMatchObject({ code: 64, stdout: '', stderr: containing(why) });
  });

  it('are exported as JSON lines, all of them, in the order of the chain', async () => {
    const { stdout } = await guard.run('logs', '--export', 'jsonl');
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
      1 + seqsWhere(({ outcome }) => outcome === 'refused').length,
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
    const { stdout } = await guard.run('logs', '--verify', '--json');
    const last = rows.at(-1)?.at;
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      rows: rows.length,
      head: `${seq}:${hash}`,
      last,
      problem: null,
      setAside: [],
    });
    expect(await guard.run('logs', '--verify', '--expect', `${seq}:${'0'.repeat(64)}`)).toMatchObject({
      code: 1,
      stdout: containing('the chain is broken: the expected head is not in the chain'),
    });
  });

  it('have colors at a terminal, and fit into it', async () => {
    const { cwd, env } = shellOf(guard);
    const colored = await runInTerminal({ cwd, env: { ...env, TERM: 'xterm' } }, ['logs', '-s', 'tiny']);
    expect(colored.screen).toContain('\u001b[31;1mrefused\u001b[0m');
    expect(colored.screen).toContain('\u001b[32mallowed\u001b[0m');
    const plain = await runInTerminal({ cwd, env: { ...env, NO_COLOR: '1' } }, ['logs', '-s', 'tiny']);
    expect(plain.screen).not.toContain('\u001b');
    const [header = '', ...lines] = plain.screen.trimEnd().split('\n');
    expect(header).toMatch(/^ID {2}TIME +SERVER +CLIENT +USER +CALL +OUTCOME +MS$/u);
    expect(lines.filter(({ length }) => length > 80)).toEqual([]);
  });

  it('have times in ISO 8601 in what other programs read', async () => {
    const { stdout } = await guard.run('logs', '--export', 'csv');
    const [header = '', first = ''] = stdout.split('\n');
    expect(first.split(',')[header.split(',').indexOf('at')]).toBe(rows[0]?.at);
    expect(rows.map(({ at }) => at).filter((at) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(at))).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full')).each([
    ['--export', 'csv'],
    ['--export', 'jsonl'],
    ['-l', '1'],
  ])('fail when they cannot be written: %s %s', (...args) => {
    const { env } = shellOf(guard);
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'logs', ...args], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 70,
      stderr: containing('mcp-guard: the output cannot be written (ENOSPC); it is not complete'),
    });
  });

  it('end quietly when the reader closes the pipe', () => {
    const { env } = shellOf(guard);
    const shell = ['-c', '"$0" "$1" logs --export jsonl | head -c 10', process.execPath, BIN];
    const { stdout, stderr } = spawnSync('/bin/sh', shell, { env, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{"seq":1,"', stderr: '' });
  });
});

/** Where the outcome stands in each line of a table. */
const outcomePlaces = (table: string): readonly number[] => [
  ...new Set(
    table
      .trimEnd()
      .split('\n')
      .map((line) => line.search(/OUTCOME {2}|(?<= )(?:-|allowed)(?: {2}|$)/u)),
  ),
];

describe.concurrent('logs', () => {
  it('report that nothing has been recorded yet', async () => {
    const guard = await createIdleGuard(CONFIG);
    expect(await play(guard, '$ mcp-guard logs')).toBe(session`
      $ mcp-guard logs
      ! mcp-guard: nothing has been recorded yet: there is no HOME/mcp-guard.db
      ! mcp-guard: the record begins with the first start of the daemon, and mcp-guard init makes what that needs
      exit 69
    `);
    await guard.close();
  });

  it.each(drawOne<[readonly string[]]>([[]], [['--json']], [['--raw']]))(
    '--follow %j goes on with what comes, also over a restart of the daemon',
    async (flags) => {
      const guard = await createGuard(CONFIG);
      try {
        const before = await connect(guard, 'tiny');
        await before.call('echo');
        const following = startCommand(shellOf(guard), 'logs', '--follow', '--tool', 'echo', ...flags);
        /** A call is one row, and two messages. */
        const calls = (number: number): number => (flags.length > 0 ? 2 * number : number);
        const shown = (): number => following.stdout.match(/tools\/call/gu)?.length ?? 0;
        await until('it shows what there was', () => shown() === calls(1));
        await before.call('echo');
        await before.call('pid');
        await until('it shows what came', () => shown() === calls(2));
        await before.end();
        await guard.run('restart');
        const after = await connect(guard, 'tiny');
        await after.call('echo');
        await until('it shows what came after the restart', () => shown() === calls(3));
        expect(following.stdout).not.toContain('pid');
        expect(outcomePlaces(following.stdout)).toHaveLength(1);
        await after.end();
        following.kill('SIGINT');
        expect((await following.ended).stderr).toBe('');
      } finally {
        await guard.close();
      }
      await untilGone(guard.home);
    },
  );

  it('show a server that cannot start under its name', async () => {
    const guard = await createGuard({ servers: { broken: { command: 'no-such-binary-xyz' } } });
    try {
      await startClient(guard.connect('broken')).end();
      const { stdout } = await guard.run('logs', '-s', 'broken', '-t', 'error');
      expect(stdout).toMatch(
        / broken .* session open +error +the server broken cannot be started: .*no-such-binary-xyz/u,
      );
    } finally {
      await guard.close();
    }
    await untilGone(guard.home);
  });

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
      for (let time = 0; time < 3; time++) results.push(await startCommand(shellOf(guard), 'logs', '--verify').ended);
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
