import { expect, it } from 'vitest';
import { functionsOf } from '../src/walk/functions-of.ts';
import { instrument, type Counted } from '../src/walk/instrument.ts';
import { toFigures, toFiles, toPairs, toStays, within } from '../src/walk/route.ts';
import { toWalkText, walkOnce } from '../src/walk/walk.ts';

const CODE = `
export class Box {
  #open = () => ({ a: (1) });
  get all() { return [1].map((x) => x + 1); }
  static async *of(y = () => 1) {}
}
export const twice = (n) => { function one() { return n; } return one() * 2; };
`;

it('every function of a module is found, by the name that it has', () => {
  expect(functionsOf(CODE).map(({ name }) => name)).toEqual(['#open', 'all', 'all', 'y', 'of', 'twice', 'one']);
});

it('an instrumented module reports each entry and does what it did', async () => {
  const counted: Counted[] = [];
  const entered: string[] = [];
  Object.assign(globalThis, { __enter: (number: number) => entered.push(counted[number]?.name ?? '') });
  const url = `data:text/javascript,${encodeURIComponent(instrument(CODE, 'box.js', counted))}`;
  const { Box, twice } = await import(url);
  expect(twice(4)).toBe(8);
  expect(new Box().all).toEqual([2]);
  expect(entered).toEqual(['twice', 'one', 'all', 'all']);
});

it('figures count entries, functions, files and changes of file', () => {
  const [a, b, c] = [
    { file: 'core/a.js', name: 'one' },
    { file: 'core/a.js', name: 'two' },
    { file: 'daemon/b.js', name: 'one' },
  ] as const;
  const entries = [a, b, c, a, c, c];
  expect(toFigures(entries)).toEqual({ entries: 6, functions: 3, files: 2, changes: 3 });
  expect(toFigures(within(entries, ['daemon']))).toEqual({ entries: 3, functions: 1, files: 1, changes: 0 });
  expect(toStays(entries).map(({ functions }) => functions.length)).toEqual([2, 1, 1, 2]);
  expect(toFiles(entries)).toEqual([
    { file: 'core/a.js', entries: 3, stays: 2 },
    { file: 'daemon/b.js', entries: 3, stays: 2 },
  ]);
  expect(toPairs(entries)).toEqual([{ pair: 'core/a.js – daemon/b.js', changes: 3 }]);
});

/*
 * How far a reader of one call has to go. The ceilings may only fall. What puts a new rule on every call may raise them
 * once, by at most 8 files and 50 changes, with the reason here: a halt is looked up, a call is counted once, by what became
 * of it, where all its messages were counted before (110 files and 558 changes without both), rules ask the table of
 * methods where each compared names of its own (25 changes), and what a server says is judged by where it stands (2 files).
 * They are above the 116 files and 624 changes (36 and 169 in the daemon) of a quiet machine by what a timer adds on a busy
 * one.
 */
const CEILINGS = { all: { files: 118, changes: 636 }, daemon: { files: 37, changes: 172 } };

it('a call walks through a daemon, from the end of its session to the record, and no further than it did', async () => {
  const entries = await walkOnce();
  const whole = toFigures(entries);
  const inDaemon = toFigures(within(entries, ['daemon']));
  expect(whole.files).toBeLessThanOrEqual(CEILINGS.all.files);
  expect(whole.changes).toBeLessThanOrEqual(CEILINGS.all.changes);
  expect(inDaemon.files).toBeLessThanOrEqual(CEILINGS.daemon.files);
  expect(inDaemon.changes).toBeLessThanOrEqual(CEILINGS.daemon.changes);
  const files = new Set(entries.map(({ file }) => file));
  for (const file of ['rules/pipeline.js', 'rules/lists/permissions.js', 'daemon/session/session.js'])
    expect(files).toContain(file);
  expect(toWalkText(entries, true)).toContain('all packages');
});
