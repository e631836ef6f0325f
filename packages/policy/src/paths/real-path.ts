import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FsBudget } from './fs-budget.js';

/** The number of links that Linux follows on one way. */
const MAX_LINKS = 40;
/** Bytes of the longest path that a system opens (PATH_MAX). Through links it goes further than that. */
const MAX_BYTES = 4096;

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
  try {
    return follow(path, looks);
  } catch {
    return undefined;
  }
}

/** Two absolute paths lead to the same place; false if that is unclear. */
export const isSameFile = (one: string, other: string): boolean =>
  one === other || (toRealPath(one)?.path ?? one) === (toRealPath(other)?.path ?? other);

/** Step by step, so that each link on the way is a look: one call of the system would follow 40 of them unseen. */
function follow(path: string, looks: FsBudget): RealPath | undefined {
  const steps = path.split('/').toReversed();
  let real = '/';
  /** Steps at the end of `real` that are not there. */
  let missing = 0;
  let links = 0;
  let dangles = false;
  /** The number of `steps` behind the first link whose target is not reached yet. */
  let behind = Infinity;
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (steps.length < behind) behind = Infinity;
    if (step === '..') [real, missing] = [dirname(real), Math.max(0, missing - 1)];
    if (step === '' || step === '.' || step === '..') continue;
    const next = real === '/' ? `/${step}` : `${real}/${step}`;
    const target = missing > 0 ? undefined : readStep(next, looks);
    if (target !== undefined && target !== '') {
      if (++links > MAX_LINKS) return looks.giveUp(); // some programs follow more by themselves
      behind = Math.min(behind, steps.length);
      if (target.startsWith('/')) real = '/';
      steps.push(...target.split('/').toReversed());
      continue;
    }
    real = next;
    if (target === '') continue;
    missing++;
    dangles ||= behind !== Infinity;
  }
  return { path: toSpelling(real, missing), dangles };
}

/** Reads where a link leads: empty if it is no link, `undefined` if nothing is there. */
function readStep(path: string, looks: FsBudget): string | undefined {
  looks.spend(path);
  if (Buffer.byteLength(path) >= MAX_BYTES) looks.giveUp();
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat?.isSymbolicLink()) return stat && '';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
  const target = readlinkSync(path);
  looks.spend(target);
  return target;
}

/** On macOS the name of a file has one spelling among those that differ in case; of steps that are missing none is known. */
function toSpelling(path: string, missing: number): string {
  if (process.platform !== 'darwin') return path;
  const steps = path.split('/');
  const there = steps.slice(0, steps.length - missing).join('/');
  return join(realpathSync.native(there === '' ? '/' : there), ...steps.slice(steps.length - missing));
}
