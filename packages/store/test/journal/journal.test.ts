import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawShare, rounds } from '../../../core/test/support/rounds.js';
import { verifyChain } from '../../src/record/chain.js';
import { JournalReader } from '../../src/journal/journal-reader.js';
import { listSegments, segmentName } from '../../src/journal/segment-files.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';
import { turns, turn } from './arbitraries.js';
import { JournalHome, readAll } from './journal-home.js';

const parent = temporaryFolder();
const KEY = 'cd'.repeat(32);
const oneRow = (detail = 'x') => ({ entries: [entry({ detail })], operations: [] });

describe.each([
  ['plain', undefined],
  ['sealed', KEY],
])('a %s journal', (_, key) => {
  it('gives back every turn as it was appended, over segments of any length', () => {
    fc.assert(
      fc.property(turns, fc.integer({ min: 1, max: 2000 }), (appended, segmentBytes) => {
        const home = new JournalHome(parent, { key, segmentBytes });
        for (const each of appended) home.append(each);
        home.journal.close();
        const { records, rows, last } = home.read();
        expect(records.map(({ operations }) => operations)).toEqual(appended.map(({ operations }) => operations));
        expect(rows).toEqual(home.rows);
        expect(verifyChain(rows)).toMatchObject({ ok: true, count: rows.length });
        expect(last).toEqual({ kind: 'end', torn: 0 });
      }),
      { numRuns: rounds(60) },
    );
  });

  it('that was cut at any byte gives every turn that was whole before, and nothing else', () => {
    const home = new JournalHome(parent, { key });
    for (const each of fc.sample(turn, { numRuns: 6, seed: 7 })) home.append(each);
    home.journal.close();
    const path = join(home.source.folder, segmentName(1));
    const whole = readFileSync(path);
    const isDrawn = drawShare(16);
    for (let length = 0; length <= whole.length; length++) {
      if (!isDrawn(length)) continue;
      writeFileSync(path, whole.subarray(0, length));
      const left = home.ends.filter(({ offset }) => offset <= length);
      const { records, rows, last } = home.read();
      expect(records.length).toBe(left.length);
      expect(rows.length).toBe(left.at(-1)?.rows ?? 0);
      expect(last.kind).toBe('end');
    }
  });

  it('that was changed at any byte before its end is damaged there, and gives the turns before', () => {
    const home = new JournalHome(parent, { key });
    for (const detail of ['a', 'b', 'c']) home.append(oneRow(detail));
    home.journal.close();
    const path = join(home.source.folder, segmentName(1));
    const whole = readFileSync(path);
    const lastTurn = (home.ends[1]?.offset ?? 0) - 1; // without its end, it and the next one are one that was torn
    const isOfFormat = (at: number): boolean => at >= 18 && at < 20; // another format is refused, not damage
    const isDrawn = drawShare(16);
    for (let at = 0; at < lastTurn; at++) {
      if (isOfFormat(at) || !isDrawn(at)) continue;
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      writeFileSync(path, changed);
      const { records, last } = home.read();
      expect({ at, kind: last.kind }).toEqual({ at, kind: 'damage' });
      expect(records.length).toBe(home.ends.filter(({ offset }) => offset <= at).length);
    }
  });

  it('holds its segments for our user alone', () => {
    const { source, journal } = new JournalHome(parent, { key });
    expect(statSync(source.folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(source.folder, segmentName(1))).mode & 0o777).toBe(0o600);
    journal.close();
  });
});

it('a reader goes on where it was, while turns are added and segments begin', () => {
  const home = new JournalHome(parent, { segmentBytes: 600 });
  const reader = new JournalReader(home.source, { segment: 1, offset: 0 }, home.head);
  const seen: number[] = [];
  for (let count = 1; count <= 9; count++) {
    home.append(oneRow());
    const found = reader.next();
    seen.push(found.kind === 'record' ? (found.record.rows[0]?.seq ?? 0) : -1);
    expect(reader.next()).toEqual({ kind: 'end', torn: 0 });
    expect(reader.position).toEqual(home.journal.end);
  }
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(listSegments(home.source.folder).length).toBeGreaterThan(2);
  expect(home.journal.behind({ segment: 2, offset: 0 })).toBeGreaterThan(home.journal.behind(home.journal.end));
  expect(home.journal.behind(home.journal.end)).toBe(0);
  reader.close();
  home.journal.close();
});

it('a reader that begins in the middle reads the rest', () => {
  const home = new JournalHome(parent);
  home.append(oneRow());
  const [end, head] = [home.journal.end, home.head];
  home.append(oneRow('second'));
  const { rows } = readAll(new JournalReader(home.source, end, head));
  expect(rows).toMatchObject([{ seq: 2, detail: 'second' }]);
  home.journal.close();
});

it('a sealed journal shows nothing of its turns', () => {
  const home = new JournalHome(parent, { key: KEY });
  home.append(oneRow('the name of a person'));
  home.journal.close();
  expect(readFileSync(join(home.source.folder, segmentName(1)), 'latin1')).not.toContain('person');
});

it('flushes, also over the beginning of a segment', async () => {
  const home = new JournalHome(parent, { survivesPowerCut: true, segmentBytes: 1 });
  for (const detail of ['a', 'b', 'c']) home.append(oneRow(detail));
  await expect(home.journal.flush()).resolves.toBeUndefined();
  home.append(oneRow('d'));
  await expect(home.journal.flush()).resolves.toBeUndefined();
  home.journal.close();
});

describe('a disk that is full', () => {
  it.each([
    ['writes nothing', 0],
    ['writes a part of the line', 10],
  ])('%s, and the turn is refused and leaves nothing behind', (_, bytes) => {
    let isFull = false;
    const home = new JournalHome(parent, {
      write: (file, line) => writeSync(file, line, 0, isFull ? bytes : line.length),
    });
    home.append(oneRow('before'));
    isFull = true;
    expect(() => home.append(oneRow('refused'))).toThrow('could not be written whole');
    isFull = false;
    home.append(oneRow('after'));
    home.journal.close();
    expect(home.read()).toMatchObject({ rows: [{ detail: 'before' }, { detail: 'after' }], last: { torn: 0 } });
  });

  it('has no room for the next segment: the turn is refused, no file is left, and the old one goes on', () => {
    let isFull = false;
    const home = new JournalHome(parent, {
      segmentBytes: 1,
      write: (file, line) => writeSync(file, line, 0, isFull ? 10 : line.length),
    });
    home.append(oneRow('before'));
    const before = readdirSync(home.source.folder);
    isFull = true;
    expect(() => home.append(oneRow('refused'))).toThrow('no room for a segment');
    expect(readdirSync(home.source.folder)).toEqual(before);
    isFull = false;
    home.append(oneRow('after'));
    home.journal.close();
    expect(home.read()).toMatchObject({ rows: [{ detail: 'before' }, { detail: 'after' }], last: { torn: 0 } });
  });
});

it('ends behind its last turn, also if a segment was begun and its first turn was refused', () => {
  let isFull = false;
  const home = new JournalHome(parent, {
    segmentBytes: 1,
    write: (file, line) => writeSync(file, line, 0, isFull && !line.includes('mcp-guard-journal') ? 0 : line.length),
  });
  home.append(oneRow());
  const { end } = home.journal;
  isFull = true;
  expect(() => home.append(oneRow('refused'))).toThrow('could not be written whole');
  expect(listSegments(home.source.folder)).toEqual([1, 2, 3]);
  expect(home.journal.end).toEqual(end);
  home.journal.close();
});

it('a turn that no reader would take is not written', () => {
  const home = new JournalHome(parent);
  expect(() => home.append(oneRow('x'.repeat(33 * 2 ** 20)))).toThrow('too long');
  home.append(oneRow());
  home.journal.close();
  expect(home.read()).toMatchObject({ rows: [{ detail: 'x' }] });
});

it('a journal whose folder was opened to others is told', () => {
  const home = new JournalHome(parent);
  const path = join(home.source.folder, segmentName(1));
  expect(home.journal.findReplaced()).toBeUndefined();
  chmodSync(path, 0o644);
  expect(() => home.read()).toThrow('can be read by other users');
  home.journal.close();
});

it('flushes one after the other: those who ask meanwhile share the next, and each covers what was appended before it', async () => {
  const synced: (readonly [file: number, end: number])[] = [];
  const pending: (() => void)[] = [];
  const home: JournalHome = new JournalHome(parent, {
    survivesPowerCut: true,
    segmentBytes: 1,
    syncData: (file) =>
      new Promise((resolve) => {
        synced.push([file, home.journal.end.segment]);
        pending.push(resolve);
      }),
  });
  const goOn = async (): Promise<void> => {
    await expect.poll(() => pending.length).toBeGreaterThan(0);
    pending.shift()?.();
  };
  home.append(oneRow('1'));
  const first = home.journal.flush();
  home.append(oneRow('2'));
  const [second, third] = [home.journal.flush(), home.journal.flush()];
  expect(synced).toHaveLength(2 - 1); // the second has not begun
  const outcome = Promise.allSettled([first, second, third]);
  for (let syncs = 0; syncs < 4; syncs++) await goOn(); // twice: of the segment that has ended, and of the current one
  expect((await outcome).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  home.journal.close();
});

it('takes nothing more once a flush has failed, since a later one would not tell what is gone', async () => {
  let isIll = true;
  const syncData = (): Promise<void> => (isIll ? Promise.reject(new Error('the disk is ill')) : Promise.resolve());
  const home = new JournalHome(parent, { survivesPowerCut: true, syncData });
  home.append(oneRow('1'));
  const outcome = Promise.allSettled([home.journal.flush(), home.journal.flush()]);
  expect((await outcome).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isIll = false;
  await expect(home.journal.flush()).rejects.toThrow('could not keep');
  expect(() => home.append(oneRow('2'))).toThrow('could not keep');
  home.journal.close();
});
