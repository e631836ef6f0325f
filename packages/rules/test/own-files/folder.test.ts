import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ownPlaces } from '@mcp-guard/policy';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FolderNames } from '../../src/own-files/folder.js';
import { ownFiles } from '../../src/own-files/own-files.js';
import { readNames } from '../../src/own-files/read-folder.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

/** More than one tick of the clock of file systems: what changes now has another time. */
const TICK = 30;
const EXT = 0xef53;
const isKnownSystem =
  process.platform === 'linux' && [EXT, 0x01021994, 0x794c7630, 0x58465342].includes((await statfs(tmpdir())).type);

let root: string;
let desk: string;

beforeEach(async () => {
  root = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-names-')));
  desk = join(root, 'desk');
  for (const folder of ['guard', 'desk']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'guard/daemon.key'), 'key');
  writeFileSync(join(desk, 'here'), '');
  vi.useFakeTimers({ toFake: ['Date'] });
  await delay(TICK);
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true });
});

/** Runs what waits for the end of the turn, and hears what the system reports until then, as before each message. */
async function turn(): Promise<void> {
  for (let turns = 0; turns < 2; turns++) await new Promise((resolve) => setImmediate(resolve));
}

/** This process has asked the system to report what changes in a folder. */
function isWatched(folder: string): boolean {
  const mark = ` ino:${statSync(folder).ino.toString(16)} `;
  return readdirSync('/proc/self/fdinfo').some((fd) => {
    try {
      return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').includes(mark);
    } catch {
      return false; // closed since it was listed
    }
  });
}

/** Until its names are kept and it is watched. */
async function keep(names: FolderNames): Promise<void> {
  for (let turns = 0; turns < 3; turns++) {
    names.current();
    await turn();
  }
}

/** The last change of every folder is long ago from now on. */
const rest = (): void => void vi.setSystemTime(Date.now() + 60_000);

describe.runIf(isKnownSystem)('the names of a folder', () => {
  it('are kept once the folder has rested, and as long as it does not change', async () => {
    rest();
    const names = new FolderNames(`${desk}/`);
    const first = names.current();
    expect(first).toEqual(new Set(['.', '..', 'here']));
    await turn();
    expect(names.current()).toBe(first);
  });

  it('are looked at once in a turn of the event loop', async () => {
    rest();
    const names = new FolderNames(`${desk}/`);
    const first = names.current();
    writeFileSync(join(desk, 'new'), '');
    expect(names.current()).toBe(first);
    await turn();
    expect(names.current()?.has('new')).not.toBe(false);
  });

  it('are not kept while the folder may change within one tick of its clock', () => {
    expect(new FolderNames(`${desk}/`).current()).toBeUndefined();
  });

  it.each([
    ['made', () => writeFileSync(join(desk, 'new'), '')],
    ['linked', () => symlinkSync('../guard', join(desk, 'new'))],
    ['linked to a file', () => linkSync(join(root, 'guard/daemon.key'), join(desk, 'new'))],
    ['moved', () => renameSync(join(desk, 'here'), join(desk, 'new'))],
  ])('are read again once an entry was %s', async (_, change) => {
    rest();
    const names = new FolderNames(`${desk}/`);
    expect(names.current()?.has('new')).toBe(false);
    change();
    await turn();
    expect(names.current()?.has('new')).not.toBe(false);
    rest();
    await turn();
    expect(names.current()?.has('new')).toBe(true);
  });

  it.each([
    ['made', () => writeFileSync(join(desk, 'new'), '')],
    ['linked', () => symlinkSync('../guard', join(desk, 'new'))],
    ['linked to a file', () => linkSync(join(root, 'guard/daemon.key'), join(desk, 'new'))],
    ['moved', () => renameSync(join(desk, 'here'), join(desk, 'new'))],
  ])('are read again once it was reported that an entry was %s', async (_, change) => {
    rest();
    const names = new FolderNames(`${desk}/`);
    await keep(names);
    expect(isWatched(desk)).toBe(true);
    for (let calls = 0; calls < 100; calls++) {
      expect(names.current()?.has('new')).toBe(false);
      await turn();
    }
    change();
    await turn();
    expect(names.current()?.has('new')).not.toBe(false);
    expect(isWatched(desk)).toBe(false);
  });

  it('are those of the folder that has the path now, a moment after one above it was moved', async () => {
    const inner = join(desk, 'inner');
    mkdirSync(inner);
    rest();
    const names = new FolderNames(`${inner}/`);
    await keep(names);
    renameSync(desk, join(root, 'away'));
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, 'new'), '');
    await delay(TICK);
    expect(names.current()?.has('new')).not.toBe(false);
  });

  it('cost no watch once they are not asked for', async () => {
    rest();
    const names = new FolderNames(`${desk}/`);
    await keep(names);
    await delay(1100);
    expect(isWatched(desk)).toBe(false);
  });

  it('are those of the folder that has the path now', async () => {
    rest();
    const names = new FolderNames(`${desk}/`);
    expect(names.current()?.has('here')).toBe(true);
    renameSync(desk, join(root, 'away'));
    mkdirSync(desk);
    await turn();
    expect(names.current()?.has('here')).not.toBe(true);
    expect(new FolderNames(`${root}/none/`).current()).toBeUndefined();
  });
});

it('a folder with more names than that, or that cannot be read, has no list of names', () => {
  expect(readNames(desk, 2)).toBeUndefined();
  expect(readNames(desk, 3)).toEqual(new Set(['.', '..', 'here']));
  expect(readNames(join(desk, 'here'), 3)).toBeUndefined();
});

const toJudge = () => {
  const plain = scopeOf({});
  const own = ownPlaces(join(root, 'guard'), join(root, 'policy.yaml'), plain.config, []);
  const rule = ownFiles({ ...plain, config: { ...plain.config, own } });
  const call = (path: string) => ({ id: 1, method: 'tools/call', params: { name: 'read', arguments: { path } } });
  return (path: string) => rule?.toServer?.(read(call(path)), { ...contextOf(), cwd: desk })?.kind;
};

it.each(['word\ud800', '\udc00word', 'wo\ud800rd', './word\udbff'])(
  'a name with half a character, %j, is refused where the system finds a link to a file of the guard',
  (name) => {
    symlinkSync('../guard/daemon.key', join(desk, name));
    for (const settle of [() => undefined, rest]) {
      settle();
      expect(toJudge()(name)).toBe('block');
    }
  },
);

it.each(['//docs/../guard/daemon.key', '///docs/../guard', '/./docs/../guard', '/.//docs/../guard/daemon.key'])(
  'a path with an empty step, %s, is refused where a link in it leads to a folder beside the guard’s',
  (steps) => {
    mkdirSync(join(root, 'docs'));
    symlinkSync('../docs', join(desk, 'docs'));
    for (const settle of [() => undefined, rest]) {
      settle();
      expect(toJudge()(desk + steps)).toBe('block');
    }
  },
);

describe('a name that led to nothing a moment ago is refused', () => {
  it.each([
    ['a link to a file of the guard', () => symlinkSync('../guard/daemon.key', join(desk, 'word'))],
    ['a hard link to a file of the guard', () => linkSync(join(root, 'guard/daemon.key'), join(desk, 'word'))],
    ['a link to a folder of the guard', () => symlinkSync('../guard', join(desk, 'word'))],
  ])('once it is %s', async (_, make) => {
    for (const settle of [() => undefined, rest]) {
      rmSync(join(desk, 'word'), { force: true });
      await delay(TICK); // the clock of the test is ahead: nothing but the tick tells changes apart
      settle();
      const judge = toJudge();
      for (let round = 0; round < 3; round++) expect(judge('word')).toBe('pass');
      make();
      await turn();
      expect(judge('word')).toBe('block');
      rest();
      await turn();
      for (let round = 0; round < 3; round++) expect(judge('word')).toBe('block');
    }
  });
});
