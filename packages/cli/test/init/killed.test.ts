import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawShare } from '../../../core/test/support/rounds.js';
import { claudeCode } from '../../src/clients/claude-code.js';
import { codex } from '../../src/clients/codex.js';
import { UndoLog } from '../../src/init/undo-log.js';
import { fileOf, toFileValue, type Launch } from './client-files.ts';
import { crashAfter } from './crash.ts';
import { createHome, type TestHome } from './home.ts';
import { print, type Hand } from './print.ts';

const HAND: Hand = {
  indent: 2,
  lineEnd: '\n',
  hasMark: false,
  remarks: [false],
  hasTrailingCommas: false,
  endsOpen: false,
};
const launch = (command: string): Launch => ({ command, args: ['x'], env: { API_TOKEN: `secret of ${command}` } });
const CLIENTS = [claudeCode, codex];
function createMoved(): { readonly home: TestHome; readonly originals: ReadonlyMap<string, string> } {
  const home = createHome();
  const originals = new Map(
    CLIENTS.map((client) => {
      const servers = new Map([
        ['one', launch('one')],
        ['bad', launch('bad')],
      ]);
      return [fileOf(client, home.home), print(client, toFileValue(client, servers), HAND)] as const;
    }),
  );
  for (const [path, text] of originals) home.write(path, text);
  return { home, originals };
}

/** One of the servers does not work, so that our own files are written twice. */
const move = (home: TestHome) => home.move(({ name }) => (name === 'bad' ? 'it is bad' : undefined));

/** Each file is as it was, or starts the guard; whatever starts the guard is in our configuration with its secrets. */
function expectNothingHalf({ home, originals }: ReturnType<typeof createMoved>): void {
  for (const [path, original] of originals) {
    const text = readFileSync(path, 'utf8');
    if (text === original) continue;
    expect(text).toContain('mcp-guard.cjs');
    expect(readFileSync(home.paths.config, 'utf8')).toContain('command: one');
    expect(readFileSync(home.paths.secrets, 'utf8')).toContain('secret of one');
  }
}

function expectAllBack({ home, originals }: ReturnType<typeof createMoved>): void {
  for (const [path, original] of originals) {
    expect(readFileSync(path, 'utf8')).toBe(original);
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.mcp-guard'))).toEqual([]);
  }
  expect([home.paths.config, home.paths.secrets].filter((path) => existsSync(path))).toEqual([]);
}

function undo(home: TestHome): void {
  new UndoLog(home.paths.backups).sweep();
  home.undo();
}

/**
 * Ends each run after another number of changes, from none to all that it makes.
 * @param check returns how many changes its run wanted to make
 */
async function forEveryChange(check: (most: number) => Promise<number>): Promise<number> {
  const all = await check(Infinity);
  const drawn = Array.from({ length: all }, (_, most) => most).filter(drawShare(8));
  for (const most of drawn) expect(await check(most)).toBeGreaterThan(most);
  return all;
}

describe('init that is killed', () => {
  it('after any write leaves nothing half done, and --undo reverts it', async () => {
    const writes = await forEveryChange(async (most) => {
      const created = createMoved();
      using home = created.home;
      const changes = await crashAfter(most, () => move(home));
      expectNothingHalf(created);
      undo(home);
      expectAllBack(created);
      return changes;
    });
    expect(writes).toBeGreaterThan(30);
  });

  it('after any write is finished by the next run, which --undo reverts', async () => {
    const writes = await forEveryChange(async (most) => {
      const created = createMoved();
      using home = created.home;
      const changes = await crashAfter(most, () => move(home));
      new UndoLog(home.paths.backups).sweep();
      await move(home);
      for (const path of created.originals.keys()) expect(readFileSync(path, 'utf8')).toContain('mcp-guard.cjs');
      expectNothingHalf(created);
      undo(home);
      expectAllBack(created);
      return changes;
    });
    expect(writes).toBeGreaterThan(30);
  });
});

describe('init --undo that is killed', () => {
  it.each(['--undo', 'init and --undo'])('after any write is finished by %s', async (next) => {
    const writes = await forEveryChange(async (most) => {
      const created = createMoved();
      using home = created.home;
      await move(home);
      const changes = await crashAfter(most, () => home.undo());
      expectNothingHalf(created);
      if (next !== '--undo') await move(home);
      expectNothingHalf(created);
      undo(home);
      expectAllBack(created);
      return changes;
    });
    expect(writes).toBeGreaterThan(10);
  });
});
