import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openSqliteStore } from '@mcp-guard/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Check } from '../../src/doctor/check.js';
import { program } from '../../src/doctor/checks/program.js';
import { describeReports, runDoctor } from '../../src/doctor/run-doctor.js';
import { createTools } from '../../src/commands/create-tools.js';
import { runHere } from '../run-here.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const guardHome = (): string => join(home, '.config', 'mcp-guard');

function write(path: string, text: string, mode = 0o600): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode });
  chmodSync(file, mode);
  return file;
}

const configure = (config: object): string =>
  write('.config/mcp-guard/mcp-guard.yaml', JSON.stringify({ servers: {}, ...config }));

interface Found {
  readonly checks: readonly {
    readonly id: string;
    readonly state: string;
    readonly what: string;
    readonly fix?: string;
  }[];
  readonly failed: number;
}

/** What `doctor --json` says, without what is well. */
async function examine(
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; found: readonly string[] }> {
  const shell = { cwd: home, env: { HOME: home, PATH: '/usr/bin:/bin', MCP_GUARD_HOME: guardHome(), ...env } };
  const { code, stdout } = await runHere(shell, 'doctor', '--json');
  const { checks }: Found = JSON.parse(stdout);
  const found = checks
    .filter(({ state }) => state !== 'ok')
    .map(({ id, state, what, fix }) => `${id} ${state}: ${what} > ${fix}`);
  return { code, found: found.map((line) => line.replaceAll(home, 'HOME')) };
}

describe('doctor', () => {
  it('works without a home, and names the command that makes one', async () => {
    expect(await examine()).toEqual({
      code: 1,
      found: [
        'search-path warn: mcp-guard is not on your PATH > add its folder to PATH, or install it as the README says',
        'modes warn: there is no home yet > mcp-guard init',
        'configuration fail: there is no configuration at HOME/.config/mcp-guard/mcp-guard.yaml > write one with: mcp-guard init',
        'daemon fail: no daemon runs, and none can start > correct the configuration first',
      ],
    });
  });

  it.each<[string, object, RegExp]>([
    ['an unknown key', { serverz: {} }, /^configuration fail: .*serverz: unknown key/],
    [
      'a program that is not there',
      { servers: { a: { command: 'nope' } } },
      /^machine fail: servers\.a: cannot start: there is no program nope/,
    ],
    [
      'no passphrase',
      { approvals: { passphrase: true } },
      /^machine fail: approvals\.passphrase: .* > mcp-guard approvals passphrase$/,
    ],
    [
      'a copy of the record below a file',
      { audit: { jsonl: 'mcp-guard.yaml/rows.jsonl' } },
      /^machine fail: audit\.jsonl: .*mcp-guard\.yaml is no folder/,
    ],
    [
      'a copy of the record below /proc',
      { audit: { jsonl: '/proc/nope/rows.jsonl' } },
      /^configuration fail: .*audit\.jsonl: no file can be kept below/,
    ],
  ])('finds %s', async (_, config, line) => {
    configure(config);
    const { code, found } = await examine();
    expect({ code, found }).toEqual({ code: 1, found: expect.arrayContaining([expect.stringMatching(line)]) });
  });

  it('finds encryption that does not fit the record, both ways', async () => {
    const path = join(guardHome(), 'mcp-guard.db');
    const wanted =
      /^machine fail: daemon\.encryption\.enabled: the record .*mcp-guard\.db is (?:not )?encrypted > set it to/;
    for (const key of [undefined, 'ab'.repeat(32)]) {
      configure({ daemon: { encryption: { enabled: key === undefined } } });
      rmSync(path, { force: true });
      openSqliteStore({ path, key }).close();
      expect((await examine({ MCP_GUARD_DATABASE_KEY: 'ab'.repeat(32) })).found).toContainEqual(
        expect.stringMatching(wanted),
      );
    }
  });

  it('finds a file of a client that it cannot read', async () => {
    configure({});
    write('.cursor/mcp.json', '{ broken');
    vi.stubEnv('HOME', home);
    const { found } = await examine().finally(() => vi.unstubAllEnvs());
    expect(found).toContainEqual(
      expect.stringMatching(/^clients warn: .*mcp\.json:1 cannot be read: .* > correct the file$/),
    );
  });

  it('finds files that others can read', async () => {
    configure({});
    write('.config/mcp-guard/secrets.env', 'A=b\n', 0o644);
    const { found } = await examine();
    expect(found).toContainEqual(expect.stringMatching(/^modes fail: others can read .*secrets\.env > chmod go= /));
  });

  it('says that the guard runs from a checkout', async () => {
    mkdirSync(join(home, 'code/.git'), { recursive: true });
    write('code/guard/package.json', '{}');
    const nothing = (): void => undefined;
    const tools = createTools({
      version: '1',
      env: { HOME: home },
      cwd: home,
      daemonProgram: '',
      guardProgram: join(home, 'code/guard/bin/mcp-guard.cjs'),
      print: nothing,
      note: nothing,
      setExit: nothing,
    });
    const what = expect.stringContaining(`runs from a checkout, ${join(home, 'code')}`);
    expect(await runDoctor(tools, configure({}), [program])).toMatchObject([{ id: 'program', state: 'warn', what }]);
  });

  it('reports a check that throws, and goes on with the others', async () => {
    const checks: readonly Check[] = [
      {
        id: 'broken',
        run: () => {
          throw new Error('a secret detail');
        },
      },
      { id: 'fine', run: () => [{ state: 'ok', what: 'all well' }] },
    ];
    const nothing = (): void => undefined;
    const tools = createTools({
      version: '1',
      env: { HOME: home, MCP_GUARD_HOME: guardHome() },
      cwd: home,
      daemonProgram: '',
      guardProgram: '',
      print: nothing,
      note: nothing,
      setExit: nothing,
    });
    const reports = await runDoctor(tools, configure({}), checks);
    expect(describeReports(reports)).toBe(
      'FAIL  broken: unexpected failure inside mcp-guard\n      next: mcp-guard help errors INTERNAL\nok    all well',
    );
  });
});
