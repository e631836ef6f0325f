import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { FsBudget } from './fs-budget.js';

/** The number of chained links that Linux follows. */
const MAX_LINKS = 40;

/** The target of a path. */
export interface RealPath {
  /** Without links and `..`, even if its end does not exist yet. */
  readonly path: string;
  /** A link on the way points to nothing: a write through it creates its target. */
  readonly dangles: boolean;
}

/**
 * Follows every link of an absolute path as the system does: `..` behind a link is the folder
 * above its target. `undefined` if the target is unclear: a loop, no permission, too long.
 * @param the budget for its looks; once it is used up, the target is unclear
 */
export function toRealPath(path: string, looks = new FsBudget()): RealPath | undefined {
  let dangles = false;
  try {
    for (let links = 0; links <= MAX_LINKS; links++) {
      const { existing, rest } = splitAtMissing(path, looks);
      const real = tryRealPath(existing, looks);
      if (real === undefined) {
        dangles = true;
        const target = readlinkSync(existing);
        const folder = isAbsolute(target) ? '' : tryRealPath(dirname(existing), looks);
        if (folder === undefined) return undefined;
        path = `${folder}/${target}/${rest}`;
      } else if (rest === '') return { path: real, dangles };
      else {
        path = resolve(real, rest);
        if (!rest.split('/').includes('..')) return { path, dangles };
      }
    }
    return undefined;
  } catch {
    return undefined;
  }
}

/** Whether two absolute paths lead to the same place; false if that is unclear. */
export const isSameFile = (one: string, other: string): boolean =>
  one === other || (toRealPath(one)?.path ?? one) === (toRealPath(other)?.path ?? other);

/** If a prefix is missing, so is every longer one: the longest existing one is found by halving. */
function splitAtMissing(path: string, looks: FsBudget): { existing: string; rest: string } {
  if (isThere(path, looks)) return { existing: path, rest: '' };
  const segments = path.split('/').filter((segment) => segment !== '');
  const prefix = (length: number): string => `/${segments.slice(0, length).join('/')}`;
  let [there, missing] = [0, segments.length + 1]; // also `link/` is not there, where `link` may be
  while (missing - there > 1) {
    const middle = (there + missing) >> 1;
    if (isThere(prefix(middle), looks)) there = middle;
    else missing = middle;
  }
  return { existing: prefix(there), rest: segments.slice(there).join('/') };
}

function isThere(path: string, looks: FsBudget): boolean {
  looks.spend(path);
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return false;
    throw error;
  }
}

/** `undefined` for a link to nothing. */
function tryRealPath(path: string, looks: FsBudget): string | undefined {
  looks.takeEach(path);
  try {
    const real = realpathSync.native(path);
    looks.takeEach(real); // a short path may lead deep
    return real;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
