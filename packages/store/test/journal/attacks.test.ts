import {
  appendFileSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { JournalReader } from '../../src/journal/journal-reader.js';
import { encodeRecord } from '../../src/journal/record-codec.js';
import { encodeLine } from '../../src/journal/segment.js';
import { prepareFolder, segmentName } from '../../src/journal/segment-files.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';
import { JournalHome, START } from './journal-home.js';

const parent = temporaryFolder();

/** Three segments with two turns each. */
function threeSegments(key?: string): { home: JournalHome; path: (segment: number) => string } {
  const home = new JournalHome(parent, { segmentBytes: 700, key });
  for (let count = 0; count < 6; count++)
    home.append({ entries: [entry({ detail: `row ${count + 1}` })], operations: [] });
  home.journal.close();
  return { home, path: (segment) => join(home.source.folder, segmentName(segment)) };
}

it('has two turns in each of three segments', () => {
  const { home } = threeSegments();
  expect(home.ends.map(({ segment }) => segment)).toEqual([1, 1, 2, 2, 3, 3]);
});

describe.each([
  ['plain', undefined],
  ['sealed', 'ef'.repeat(32)],
])('in a %s journal, damage is', (_, key) => {
  it.each<[string, number, (path: (segment: number) => string, home: JournalHome) => void]>([
    ['a removed first segment', 0, (path) => rmSync(path(1))],
    ['a removed segment in the middle', 2, (path) => rmSync(path(2))],
    ['a segment in the middle that lost its last turn', 1, (path, { ends }) => truncateSync(path(1), ends[0]?.offset)],
    [
      'a segment in the middle that lost a part of a turn',
      1,
      (path, { ends }) => truncateSync(path(1), (ends[1]?.offset ?? 0) - 3),
    ],
    ['an emptied segment in the middle', 2, (path) => truncateSync(path(2), 0)],
    [
      'two segments that were swapped',
      2,
      (path) => {
        renameSync(path(2), `${path(2)}-`);
        renameSync(path(3), path(2));
        renameSync(`${path(2)}-`, path(3));
      },
    ],
    ['a segment that is there twice', 6, (path) => copyFileSync(path(3), path(4))],
    [
      'a whole line of others behind',
      6,
      (path) => appendFileSync(path(3), encodeLine(encodeRecord([], START, []), 0, undefined)),
    ],
  ])('%s', (_name, turns, attack) => {
    const { home, path } = threeSegments(key);
    attack(path, home);
    const { records, last } = home.read();
    expect(last.kind).toBe('damage');
    expect(records).toHaveLength(turns);
  });

  it('a segment that was cut before the place up to which it was read, or removed', () => {
    const { home, path } = threeSegments(key);
    const end = home.ends[1] ?? { segment: 1, offset: 1 };
    truncateSync(path(1), end.offset - 1);
    const read = () => new JournalReader(home.source, end, START).next();
    expect(read()).toMatchObject({ kind: 'damage', why: 'segment 1 was cut' });
    for (const segment of [1, 2, 3]) rmSync(path(segment));
    expect(read()).toMatchObject({ kind: 'damage', why: 'segment 1 was removed' });
  });
});

it('a sealed turn opens at its own place only', () => {
  const home = new JournalHome(parent, { key: 'ef'.repeat(32) });
  const before = home.journal.end.offset;
  home.append({ entries: [], operations: [] });
  home.append({ entries: [], operations: [] });
  home.journal.close();
  const path = join(home.source.folder, segmentName(1));
  expect(home.read().records).toHaveLength(2);
  const [first, second] = home.ends.map(({ offset }) => offset);
  const bytes = readFileSync(path);
  const swapped = [bytes.subarray(0, before), bytes.subarray(first, second), bytes.subarray(before, first)];
  writeFileSync(path, Buffer.concat([...swapped, bytes.subarray(before, first)]));
  expect(home.read().records).toHaveLength(0);
});

it.each<[string, string, (path: string, home: JournalHome) => Partial<JournalHome['source']> | undefined]>([
  ['of another home', 'belongs to another database', () => ({ home: '00'.repeat(16) })],
  ['that is plain where it should be sealed', 'is not encrypted', () => ({ key: 'ef'.repeat(32) })],
  [
    'of another version',
    'another version',
    (path) => {
      writeFileSync(path, 'mcp-guard-journal 2 whatever\n');
      return undefined;
    },
  ],
  [
    'that is a symbolic link',
    'cannot be read',
    (path) => {
      renameSync(path, `${path}.real`);
      symlinkSync(`${path}.real`, path);
      return undefined;
    },
  ],
  [
    'that has a second name',
    'is not a file of its own',
    (path) => {
      linkSync(path, `${path}.other`);
      return undefined;
    },
  ],
  [
    'that is a folder',
    'is not a file of its own',
    (path) => {
      rmSync(path);
      mkdirSync(path);
      return undefined;
    },
  ],
])('a journal %s is refused and stays as it is', (_, words, attack) => {
  const home = new JournalHome(parent);
  home.append({ entries: [entry()], operations: [] });
  home.journal.close();
  const source = attack(join(home.source.folder, segmentName(1)), home);
  const read = () => home.read(source ?? {});
  expect(read).toThrow(GuardError);
  expect(read).toThrow(words);
});

it('a sealed journal is refused without its key', () => {
  const home = new JournalHome(parent, { key: 'ef'.repeat(32) });
  home.journal.close();
  expect(() => home.read({ key: undefined })).toThrow('is encrypted, and the database is not');
});

it('a folder that others could reach is refused', () => {
  const folder = join(parent, 'a file');
  writeFileSync(folder, '');
  expect(() => prepareFolder(folder)).toThrow('is not a folder');
});
