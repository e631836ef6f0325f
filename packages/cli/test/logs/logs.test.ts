import { afterEach, describe, expect, it } from 'vitest';
import { asKeptOpen } from '@mcp-guard/store';
import { entry } from '../../../store/test/entry.js';
import { approval } from '../../../store/test/approval.js';
import { expectToFit, setTerminal, WIDTHS } from '../at-width.js';
import { call, recordedHome, type RecordedHome } from './recorded-home.js';

let guard: RecordedHome | undefined;
afterEach(() => {
  guard?.remove();
  guard = undefined;
});

const ID = '0123456789abcdef';
const HELD = {
  outcome: 'hold',
  code: 'APPROVAL_REQUIRED',
  detail: `this call needs a person: approval ${ID} waits`,
} as const;

describe('the hint for a held call', () => {
  const soon = Date.now() + 600_000;

  it('names the approval that waits', async () => {
    guard = recordedHome([HELD], [approval({ id: ID, expiresAt: soon })]);
    const { stderr } = await guard.run('logs');
    expect(stderr).toBe(`record 1 is held: mcp-guard approvals approve ${ID.slice(0, 8)}\n`);
  });

  it.each([
    ['was used', approval({ id: ID, expiresAt: soon, state: 'used' })],
    ['was denied', approval({ id: ID, expiresAt: soon, state: 'denied' })],
    ['has expired', approval({ id: ID, expiresAt: 1 })],
    ['is not there', approval({ id: 'fedcba9876543210', expiresAt: soon })],
  ])('is not given once the approval %s', async (_, decided) => {
    guard = recordedHome([HELD], [decided]);
    expect(await guard.run('logs')).toMatchObject({ code: 0, stderr: '' });
    expect((await guard.run('logs', '1')).stderr).toBe('');
  });
});

it.each([
  ['--since is later than --until', ['--since', '1h', '--until', '2h']],
  ['--expect is a head as --verify prints it', ['--verify', '--expect', 'abc']],
])('says that %s', async (words, options) => {
  guard = recordedHome(call({}));
  const told: unknown = expect.stringContaining(words);
  expect(await guard.run('logs', ...options)).toMatchObject({ code: 64, stderr: told });
});

describe('a time', () => {
  it.each(['30m', '30m ago', '2026-02-28', '2026-02-28T10:00'])('is %s', async (since) => {
    guard = recordedHome(call({}));
    expect(await guard.run('logs', '--since', since)).toMatchObject({ code: 0 });
  });

  it.each(['2026-02-31', '2026-13-01', 'yesterday', '30m before'])('is not %s', async (since) => {
    guard = recordedHome(call({}));
    expect(await guard.run('logs', '--since', since)).toMatchObject({ code: 64, stdout: '' });
  });
});

describe('an outcome', () => {
  it.each([['allowed', 'allow', 'ok'], ['redacted', 'redact'], ['refused', 'block'], ['held', 'hold'], ['error']])(
    '%s may be asked for in its other words too: %s %s',
    async (word, ...aliases) => {
      guard = recordedHome([
        ...call({ rpcId: '1' }),
        ...call({ rpcId: '2' }, { outcome: 'redact' }),
        ...call({ rpcId: '3' }, { shape: 'failure' }),
        { rpcId: '4', outcome: 'block' },
        { rpcId: '5', outcome: 'hold' },
      ]);
      for (const mode of [[], ['--raw'], ['--json'], ['--export', 'csv']]) {
        const { stdout } = await guard.run('logs', ...mode, '-t', word);
        expect(stdout).toContain(word);
        for (const alias of aliases) expect((await guard.run('logs', ...mode, '-t', alias)).stdout).toBe(stdout);
      }
    },
  );

  it('is nothing that people have decided, and no end of a session, in rows of every version', async () => {
    guard = recordedHome([
      { kind: 'approval', shape: 'approve', outcome: 'hold' },
      { kind: 'approval', shape: 'deny' },
      { kind: 'session', shape: 'close' },
      { kind: 'session', shape: 'open', outcome: 'block', code: 'UNKNOWN_SERVER' },
    ]);
    const rows = (await guard.run('logs', '--json')).stdout.trimEnd().split('\n');
    expect(rows.map((row) => /"outcome":([^,]*)/u.exec(row)?.[1])).toEqual(['null', 'null', 'null', '"refused"']);
    for (const word of ['held', 'allowed']) {
      expect((await guard.run('logs', '-t', word)).stdout).toBe('no recorded row matches\n');
      expect((await guard.run('logs', '--export', 'jsonl', '-t', word)).stdout).toBe('');
    }
  });
});

it('calls that a rule warned of are found by an option of their own', async () => {
  guard = recordedHome([
    ...call({ rpcId: '1' }),
    ...call({ rpcId: '2' }, { warn: true }),
    ...call({ rpcId: '3', warn: true }),
  ]);
  expect((await guard.run('logs', '--warned')).stdout.match(/allowed/gu)).toHaveLength(2);
});

it('a call that was kept open for a decision is one call', async () => {
  const of = { rpcId: '1', at: 1_700_000_000_000 };
  guard = recordedHome([asKeptOpen(entry({ ...HELD, ...of })), ...call(of)]);
  for (const listed of [await guard.run('logs'), await guard.run('logs', '--since', '2001-01-01')])
    expect(listed.stdout.match(/ (?:held|allowed) /gu)).toEqual([' allowed ']);
  expect((await guard.run('logs', '1')).stdout).toMatch(/^record 2: .*: allowed\n/u);
  expect(JSON.parse((await guard.run('summary', '--since', '2001-01-01', '--json')).stdout)).toMatchObject({
    total: { calls: 1, held: 0 },
  });
});

describe('a call', () => {
  it.each([
    ['allowed', call({})],
    ['error', call({}, { shape: 'failure' })],
    ['error', call({}, { shape: 'tool_error' })],
    ['allowed', call({ warn: true })],
    ['allowed', call({}, { warn: true })],
    ['redacted', call({}, { outcome: 'redact' })],
    ['error', call({ outcome: 'redact' }, { shape: 'tool_error' })],
    ['refused', call({}, { outcome: 'block', code: 'CONTENT_BLOCKED' })],
    ['refused', [{ outcome: 'block' as const, code: 'POLICY_DENIED' }]],
    ['held', [HELD]],
    ['allowed', [{}]],
  ])('is %s', async (outcome, rows) => {
    guard = recordedHome(rows);
    const { stdout } = await guard.run('logs');
    const [, row = '', ...more] = stdout.trimEnd().split('\n');
    expect(row.split(/ {2,}/u)).toContain(outcome);
    expect(more).toEqual([]);
    expect((await guard.run('logs', '-t', outcome)).stdout).toContain(row);
  });

  it('of a server has an arrow, and what keeps a session going is left out', async () => {
    guard = recordedHome([
      ...call({ direction: 'toClient', method: 'roots/list', target: null }, { direction: 'toServer' }),
      ...call({ method: 'ping', target: null, rpcId: '8' }),
      { shape: 'notification', method: 'notifications/initialized', target: null, rpcId: null },
      { shape: 'notification', method: 'notifications/odd', target: null, rpcId: null, outcome: 'block' },
    ]);
    const { stdout } = await guard.run('logs');
    expect(stdout).toContain('  ← roots/list  ');
    expect(stdout).not.toMatch(/ping|initialized/u);
    expect(stdout).toContain('notifications/odd');
    expect((await guard.run('logs', '-m', 'ping')).stdout).toContain('  ping  ');
  });
});

describe.each(WIDTHS)('at %i columns', (columns) => {
  const rows = [
    {
      kind: 'session' as const,
      shape: 'open',
      method: null,
      target: null,
      detail: 'client pid 123456, server pid 123457',
    },
    ...call({
      server: 'a-server-with-a-long-name',
      actor: 'augusta.ada.king',
      target: 'a_tool_with_quite_a_long_name',
    }),
    ...call({
      rpcId: '日本語',
      target: '日本語日本語日本語日本語日本語',
      outcome: 'redact',
      rule: 'mcp-guard.yaml:12:3 pii.email',
    }),
    { ...HELD, server: 'x'.repeat(100) },
  ];

  it.each([[[]], [['--raw']]])(
    'the table of logs fits, with what a row says below it where there is little room: %j',
    async (flags) => {
      setTerminal(columns);
      guard = recordedHome(rows);
      const { stdout } = await guard.run('logs', ...flags);
      expectToFit(stdout, columns);
      const lines = stdout.trimEnd().split('\n');
      expect(lines.filter((line) => !line.startsWith('      '))).toHaveLength(flags.length > 0 ? 7 : 5);
    },
  );

  it('a record in full fits as far as its words do, and nothing of it is cut', async () => {
    setTerminal(columns);
    guard = recordedHome([{ outcome: 'block', detail: 'this tool is not allowed by policy '.repeat(8).trim() }]);
    const { stdout } = await guard.run('logs', '1');
    expectToFit(stdout.replace(/[0-9a-f]{64}/u, ''), columns);
    expect(stdout.match(/policy/gu)).toHaveLength(8);
  });
});
