import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claudeCode } from '../../src/clients/claude-code.js';
import { codex } from '../../src/clients/codex.js';
import { Journal } from '../../src/init/journal.js';
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
/** More changes than any of these makes. */
const MANY = 200;

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
  new Journal(home.paths.backups).sweep();
  home.undo();
}

/** The changes after which a run is ended: every one that it makes. */
async function forEveryChange(run: (changes: number) => Promise<boolean>): Promise<number> {
  for (let changes = 0; changes < MANY; changes++) if (!(await run(changes))) return changes;
  throw new Error('it never comes to its end');
}

describe('init that is killed', () => {
  it('after any write leaves nothing half done, and --undo reverts it', async () => {
    const writes = await forEveryChange(async (changes) => {
      const created = createMoved();
      using home = created.home;
      const crashed = await crashAfter(changes, () => move(home));
      expectNothingHalf(created);
      undo(home);
      expectAllBack(created);
      return crashed;
    });
    expect(writes).toBeGreaterThan(30);
  });

  it('after any write is finished by the next run, which --undo reverts', async () => {
    const writes = await forEveryChange(async (changes) => {
      const created = createMoved();
      using home = created.home;
      const crashed = await crashAfter(changes, () => move(home));
      new Journal(home.paths.backups).sweep();
      await move(home);
      for (const path of created.originals.keys()) expect(readFileSync(path, 'utf8')).toContain('mcp-guard.cjs');
      expectNothingHalf(created);
      undo(home);
      expectAllBack(created);
      return crashed;
    });
    expect(writes).toBeGreaterThan(30);
  });
});

describe('init --undo that is killed', () => {
  it.each(['--undo', 'init and --undo'])('after any write is finished by %s', async (next) => {
    const writes = await forEveryChange(async (changes) => {
      const created = createMoved();
      using home = created.home;
      await move(home);
      const crashed = await crashAfter(changes, () => home.undo());
      expectNothingHalf(created);
      if (next !== '--undo') await move(home);
      expectNothingHalf(created);
      undo(home);
      expectAllBack(created);
      return crashed;
    });
    expect(writes).toBeGreaterThan(10);
  });
});
