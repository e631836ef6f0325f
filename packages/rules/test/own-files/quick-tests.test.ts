import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FsBudget, NO_PLACES, NO_PROGRAM } from '@mcp-guard/policy';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OwnFiles } from '../../src/own-files/files.js';
import { Folder } from '../../src/own-files/folder.js';
import { LIST_SIGN, readPathList } from '../../src/own-files/path-list.js';
import { isPlainName } from '../../src/own-files/path-reader.js';

let root: string;
let files: OwnFiles;

beforeAll(() => {
  root = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-quick-')));
  mkdirSync(join(root, 'Desk/guard/run'), { recursive: true });
  symlinkSync('guard', join(root, 'Desk/link'));
  files = new OwnFiles({
    ...NO_PLACES,
    folders: [join(root, 'Desk/guard'), join(root, 'Ünder/deep/guard')],
    files: [join(root, 'Desk/Policy.yaml'), join(root, 'base'), join(root, 'Desk/guard/inner/file')],
    clients: [join(root, 'Desk/app/client.json'), join(root, 'Desk/guard/client.json')],
    program: { ...NO_PROGRAM, folders: [join(root, 'Desk/app/lib')], names: [join(root, 'Desk/bin/mcp-guard')] },
  });
});
afterAll(() => rmSync(root, { recursive: true }));

/** The same numbers in every run. */
function createPick(): <T>(from: readonly T[]) => T {
  let state = 1;
  return (from) => {
    state = (state * 48_271) % 2_147_483_647;
    return from[state % from.length]!;
  };
}

it('Folder.find skips no name that the places know', () => {
  const pick = createPick();
  const steps = () => [
    ...root.split('/'),
    'Desk',
    'guard',
    'run',
    'ünder',
    'deep',
    'policy.yaml',
    'base',
    'app',
    'client',
  ];
  const tails = ['', '', '', '.', '.bak', '.json', '-old', ' (1)', 's'];
  const folders = [
    '/',
    root,
    `${root}/`,
    'Desk',
    'Desk/guard',
    'Desk/guard/inner',
    'Desk/app',
    'ÜNDER',
    'Ünder/deep',
    homedir(),
  ];
  const skipped: string[] = [];
  let known = 0;
  for (let round = 0; round < 20_000; round++) {
    const place = pick(folders);
    const start = files.startAt(place.startsWith('/') ? place : join(root, place));
    const step = pick(steps());
    const name = pick([step, step.toUpperCase(), step.toLowerCase()]) + pick(tails);
    if (!isPlainName(name)) continue;
    const path = start.prefix + name;
    const isKnown = files.has(path) || files.held.holdOf(path) !== undefined;
    if (isKnown) known++;
    if (isKnown && !new Folder(start, new FsBudget()).find(name, name.toLowerCase())) skipped.push(path);
  }
  expect(skipped).toEqual([]);
  expect(known).toBeGreaterThan(500);
});

it('Folder.find skips no entry of the folder', () => {
  const desk = new Folder(files.startAt(join(root, 'Desk')), new FsBudget());
  expect(desk.find('link', 'link')?.stat?.isSymbolicLink()).toBe(true);
  expect(desk.find('nothing', 'nothing')).toBeUndefined();
});

it('a text without LIST_SIGN is no list of paths', () => {
  const pick = createPick();
  const pieces = [
    'a',
    'mv',
    'to',
    ' ',
    ' ',
    ':',
    '->',
    '=>',
    '→',
    '/',
    '\\',
    '%2f',
    '~',
    '.',
    '"',
    "'",
    ',',
    '[',
    ']',
    '-f',
    '\t',
  ];
  const lists: string[] = [];
  let found = 0;
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: pick([1, 2, 3, 5, 8]) }, () => pick(pieces)).join('');
    const isList = readPathList(text) !== undefined;
    if (isList) found++;
    if (isList && !LIST_SIGN.test(text)) lists.push(text);
  }
  expect(lists).toEqual([]);
  expect(found).toBeGreaterThan(500);
});
