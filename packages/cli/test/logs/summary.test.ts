import { afterEach, describe, expect, it } from 'vitest';
import { expectToFit, setTerminal, WIDTHS } from '../at-width.js';
import { call, recordedHome, type RecordedHome } from './recorded-home.js';

let guard: RecordedHome | undefined;
afterEach(() => {
  guard?.remove();
  guard = undefined;
});

const NOW = { at: Date.now() };
const CLAIM = { ...NOW, method: 'initialize', target: null, detail: 'the client says it is Claude Code 2.1' };
const ROWS = [
  CLAIM,
  ...call(NOW, { waitedMs: 10 }),
  ...call({ ...NOW, rpcId: '8' }, { shape: 'tool_error', waitedMs: 30 }),
  ...call({ ...NOW, rpcId: '9' }, { outcome: 'redact', waitedMs: 20 }),
  { ...NOW, rpcId: '10', outcome: 'block' as const, code: 'POLICY_DENIED', bytesOut: 0 },
  { ...NOW, rpcId: '11', outcome: 'hold' as const, code: 'APPROVAL_REQUIRED', bytesOut: 0 },
  { ...NOW, rpcId: '12', server: 'slow', actor: 'bob', session: 's2', target: 'wait' },
  ...call({ ...NOW, rpcId: '13', method: 'tools/list', target: null }),
  ...call({ at: NOW.at - 3 * 86_400_000, rpcId: '14', server: 'old' }),
];

const play = async (...args: readonly string[]): Promise<readonly (readonly string[])[]> => {
  guard ??= recordedHome(ROWS);
  const { code, stdout } = await guard.run('summary', ...args);
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/u));
};

describe('the summary', () => {
  it('counts the calls of the last day by server, and all of them', async () => {
    expect(await play()).toEqual([
      ['SERVER', 'CALLS', 'REFUSED', 'HELD', 'REDACTED', 'ERRORS', 'P50 MS', 'P95 MS', 'BYTES'],
      ['files', '5', '1', '1', '1', '1', '20', '30', '720 B'],
      ['slow', '1', '0', '0', '0', '0', '-', '-', '120 B'],
      ['total', '6', '1', '1', '1', '1', '20', '30', '840 B'],
    ]);
  });

  it.each([
    ['tool', ['read_file', 'wait']],
    ['user', ['ada', 'bob']],
    ['client', ['Claude Code', '-']],
  ])('counts by %s', async (by, names) => {
    const [, ...rows] = await play('--by', by);
    expect(rows.map(([name]) => name)).toEqual([...names, 'total']);
  });

  it('counts the time that is asked for', async () => {
    expect((await play('--last', '7d')).map(([name]) => name)).toEqual(['SERVER', 'files', 'old', 'slow', 'total']);
    expect((await play('--since', '4d', '--until', '2d')).map(([name]) => name)).toEqual(['SERVER', 'old', 'total']);
    expect(await play('--until', '2001-01-01', '--since', '2000-01-01')).toEqual([
      ['no call was recorded in this time'],
    ]);
  });

  it('is the same for programs', async () => {
    guard = recordedHome(ROWS);
    const { stdout } = await guard.run('summary', '--json');
    const zero = { calls: 1, refused: 0, held: 0, redacted: 0, errors: 0 };
    expect(JSON.parse(stdout)).toMatchObject({
      by: 'server',
      groups: [
        { name: 'files', calls: 5, p50Ms: 20, p95Ms: 30, bytesToServer: 360, bytesToClient: 360 },
        { ...zero, name: 'slow', p50Ms: null, p95Ms: null, bytesToServer: 120, bytesToClient: 0 },
      ],
      total: { name: 'total', calls: 6, refused: 1, held: 1, redacted: 1, errors: 1 },
    });
  });

  it('puts what is too much for a table into one line', async () => {
    guard = recordedHome(
      Array.from({ length: 1100 }, (_, index) => ({ ...NOW, server: `s${index}`, rpcId: String(index) })),
    );
    const { stdout } = await guard.run('summary', '--json');
    const { groups, total }: { groups: { name: string; calls: number }[]; total: { calls: number } } =
      JSON.parse(stdout);
    expect([groups.length, groups[0], total.calls]).toEqual([
      1001,
      expect.objectContaining({ name: '(others)', calls: 100 }),
      1100,
    ]);
  });

  it.each([
    [['--by', 'weather'], 'Allowed choices are server, tool, user, client'],
    [['--last', '1h', '--since', '2h'], "'--since <time>' cannot be used with option '--last <duration>'"],
    [['--last', 'long'], 'not a duration'],
  ])('refuses %j', async (args, words) => {
    guard = recordedHome([]);
    const { code, stderr } = await guard
      .run('summary', ...args)
      .catch((error: Error) => ({ code: 1, stderr: error.message }));
    expect(code).not.toBe(0);
    expect(stderr).toContain(words);
  });

  it.each(WIDTHS)('fits into %i columns', async (columns) => {
    setTerminal(columns);
    guard = recordedHome(call({ ...NOW, target: 'a_tool_with_a_very_long_name_'.repeat(10) }));
    const { stdout } = await guard.run('summary', '--by', 'tool');
    expectToFit(stdout, columns);
    expect(stdout).toContain('…');
  });
});
