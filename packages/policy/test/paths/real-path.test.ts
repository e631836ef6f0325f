import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { FsBudget } from '../../src/paths/fs-budget.js';
import { toRealPath } from '../../src/paths/real-path.js';
import { openFolder } from '../folder.js';

/** Deep enough that no path of a test leaves the folder which is gone afterwards. */
const DEPTH = '1/2/3/4/5/6/7/8/9';

function openDeep(): string {
  const root = join(realpathSync.native(openFolder()), DEPTH);
  mkdirSync(root, { recursive: true });
  return root;
}

/** `l0` leads to `l1`, and so on; the last one to `dir`. */
function chain(root: string, length: number): string {
  mkdirSync(join(root, 'dir'));
  for (let link = 0; link < length; link++)
    symlinkSync(link === length - 1 ? 'dir' : `l${link + 1}`, join(root, `l${link}`));
  return join(root, 'l0');
}

const step = fc.constantFrom('a', 'b', 'c', 'a', 'b', 'c', '..', '.', '');
const steps = fc.array(step, { minLength: 1, maxLength: 6 }).map((some) => some.join('/'));
const link = fc.tuple(fc.constantFrom('', '/'), steps).map(([start, to]) => ({ start, to }));
const entry = fc.record({ path: steps, what: fc.oneof(fc.constantFrom('folder' as const, 'file' as const), link) });

function plant(
  root: string,
  { path, what }: { path: string; what: 'folder' | 'file' | { start: string; to: string } },
) {
  const at = join(root, path);
  if (!at.startsWith(root)) return;
  try {
    if (what === 'folder') mkdirSync(at, { recursive: true });
    else if (what === 'file') writeFileSync(at, '');
    else symlinkSync(what.start === '' ? what.to || '.' : `${root}/${what.to}`, at);
  } catch {
    // something is there already, or nothing that holds it
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

it('a path that exists leads where the system says, whatever links and .. are on the way', () => {
  let existing = 0;
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 6, maxLength: 16 }),
      fc.array(steps, { minLength: 40, maxLength: 40 }),
      (entries, paths) => {
        const root = openDeep();
        for (const each of entries) plant(root, each);
        for (const path of paths) {
          const real = realOf(`${root}/${path}`);
          if (real === undefined) continue;
          existing++;
          expect([path, toRealPath(`${root}/${path}`)]).toEqual([path, { path: real, dangles: false }]);
        }
      },
    ),
    { numRuns: 30 },
  );
  expect(existing).toBeGreaterThan(100);
});

it.each([
  ['dir/new/file', 'dir/new/file', false],
  ['new/../dir/', 'dir', false],
  ['new/../in/../x', 'dir/x', false],
  ['in/x', 'dir/sub/x', false],
  ['in/../x', 'dir/x', false],
  ['file/x', 'file/x', false],
  ['nowhere', 'dir/missing', true],
  ['nowhere/', 'dir/missing', true],
  ['nowhere/../x', 'dir/x', true],
  ['nowhere/../../new', 'new', true],
])('%s leads to %s', (path, real, dangles) => {
  const root = openDeep();
  mkdirSync(join(root, 'dir/sub'), { recursive: true });
  writeFileSync(join(root, 'file'), '');
  symlinkSync('dir/sub', join(root, 'in'));
  symlinkSync('dir/missing', join(root, 'nowhere'));
  expect(toRealPath(`${root}/${path}`)).toEqual({ path: join(root, real), dangles });
});

it.each([
  [40, true],
  [41, false],
])('of %i chained links the target is known: %s', (length, isKnown) => {
  const first = chain(openDeep(), length);
  expect(toRealPath(first) !== undefined).toBe(isKnown);
  expect(toRealPath(first)?.path).toBe(realOf(first));
});

it('a loop, a name that is too long and a path with a NUL lead nowhere', () => {
  const root = openDeep();
  symlinkSync('loop', join(root, 'loop'));
  for (const path of ['loop', 'loop/x', 'loop/../x', 'n'.repeat(256), 'a\0b'])
    expect([path, toRealPath(`${root}/${path}`)]).toEqual([path, undefined]);
});

it('a place behind links that is too deep to look at uses the budget up, since the system gets there', () => {
  const root = openDeep();
  const deep = Array.from({ length: 12 }, () => 'n'.repeat(200)).join('/');
  mkdirSync(join(root, deep), { recursive: true });
  symlinkSync(deep, join(root, 'in'));
  mkdirSync(`${root}/in/${deep}`, { recursive: true });
  const looks = new FsBudget();
  expect(toRealPath(`${root}/in/${deep}`, looks)).toBeUndefined();
  expect(looks.isExhausted).toBe(true);
});

it('each link on the way is paid for, in looks and in work', () => {
  const root = openDeep();
  const costOf = (path: string): number => {
    let work = 0;
    toRealPath(path, new FsBudget((characters) => (work += characters)));
    return work;
  };
  const [first, direct] = [chain(root, 38), join(root, 'dir')];
  expect(costOf(first) - costOf(direct)).toBeGreaterThanOrEqual(38 * 500);
  const looks = new FsBudget();
  for (let path = 0; path < 1000; path++) toRealPath(first, looks);
  expect(looks.isExhausted).toBe(true);
  expect(toRealPath(first, looks)).toBeUndefined();
});
