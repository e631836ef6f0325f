import { lstatSync, watch, type FSWatcher, type Stats } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { foldName } from '@mcp-guard/core';
import type { FsBudget } from '@mcp-guard/policy';
import { isStampedHere, readNames, type Names } from './read-folder.js';

/** No folder has an entry of a longer name (NAME_MAX). */
const MAX_NAME = 255;
/** After so many looks at single names a folder is read as a whole, up to so many names. */
const MAX_SINGLE_LOOKS = 64;
const MAX_READ = 16_384;

/** A folder that a relative path may start in. */
export interface Start {
  /** Absolute. */
  readonly path: string;
  /** With a slash at its end. */
  readonly prefix: string;
  /** Entries that may be ours, or may not be replaced, by their names alone. */
  readonly names: NamesBelow;
  /** Characters of the longest of these names. */
  readonly longest: number;
  /** All that it has, where many names are looked up that it does not have. */
  readonly entries?: FolderNames;
}

/** Folds of the names, or `all` in a folder of ours. */
export type NamesBelow = 'all' | ReadonlySet<string>;

/** A folder in which many names may be looked up. */
export class Folder {
  readonly prefix: string;
  readonly isNear: boolean;
  readonly #start: Start;
  readonly #looks: FsBudget;
  #count = 0;
  /** As they were when the first name was looked up. */
  #entries: Names | undefined;

  constructor(start: Start, looks: FsBudget) {
    this.prefix = start.prefix;
    this.isNear = start.names === 'all' || start.names.size > 0;
    this.#start = start;
    this.#looks = looks;
  }

  /**
   * Returns nothing where there is no such entry and its name leads to none of ours: all that `OwnFiles` and
   * `HeldPlaces` know below this folder stands under one of `Start.names`, or under one with more behind a dot.
   * @param name plain
   * @param fold of the name, in which nothing but case may differ
   */
  find(name: string, fold: string): { readonly stat: Stats | undefined } | undefined {
    const stat = this.#look(name, fold);
    return stat || this.#mayBeOurs(fold) ? { stat } : undefined;
  }

  /** @param name of an entry; an empty one is the folder itself, as between two slashes */
  look(name: string): Stats | undefined {
    return this.#look(name);
  }

  /** @param fold where it is known */
  #look(name: string, fold?: string): Stats | undefined {
    if (name.length > MAX_NAME) return undefined;
    const entries = this.#list();
    // The system looks for the replacement character in the place of half a character.
    if (entries && name !== '' && !entries.has(fold ?? foldName(name.toWellFormed()))) return undefined;
    return look(this.prefix + name, this.#looks);
  }

  /** It is one of `Start.names`, or one with more behind a dot. */
  #mayBeOurs(fold: string): boolean {
    const { names, longest } = this.#start;
    if (names === 'all' || names.has(fold)) return true;
    for (let dot = fold.indexOf('.'); dot >= 0 && dot <= longest; dot = fold.indexOf('.', dot + 1))
      if (names.has(fold.slice(0, dot))) return true;
    return false;
  }

  /** `undefined`: only the system knows them. */
  #list(): Names | undefined {
    this.#count++;
    if (this.#count === 1) this.#entries = this.#start.entries?.current();
    if (this.#count === MAX_SINGLE_LOOKS) this.#entries ??= readNames(this.prefix, MAX_READ, this.#looks);
    return this.#entries;
  }
}

/** Names of a larger folder are not kept. */
const MAX_KEPT = 2048;
/** Milliseconds: two changes that are further apart never have the same time. The coarsest file systems count seconds. */
const SETTLED = 2000;
/**
 * Milliseconds after which a folder is looked at although nothing was reported of it: nothing is when a folder above it is
 * moved, or another one is mounted in its place.
 */
const LOOK_AFTER = 20;
/** Milliseconds: a folder that changes all the time wakes this process no more often. */
const WATCH_FOR = 1000;
type Stamp = Pick<Stats, 'dev' | 'ino' | 'ctimeMs' | 'mtimeMs'>;

/**
 * The names in one folder, read once for each change of it.
 *
 * Promised: a name that is not among those of `current` had no entry in the folder when `current` was first called in this
 * turn of the event loop, also if an entry was made, renamed or linked just before. Each of these sets the folder’s change
 * time, which no user can set back. Names are kept only where that time was `SETTLED` before they were read and is the
 * same after it, so every later change has another time.
 *
 * One look serves a turn, because nothing that is judged in a turn leaves before its end: a client that learns of a new
 * link names it in a later turn. One that names it before could as well have done so before the link was made. Between
 * two turns the system reports what has changed in a folder that is watched, so one look serves those of `LOOK_AFTER`.
 */
export class FolderNames {
  readonly #path: string;
  /** Without names where they cannot be known before the folder changes. */
  #kept: { readonly stamp: Stamp; readonly names: Names | undefined } | undefined;
  #isForeign = false;
  #isFresh = false;
  #lookedAt = 0;
  readonly #watch: FolderWatch;

  /** @param path absolute, with a slash at its end: a link to a folder counts as the folder */
  constructor(path: string) {
    this.#path = path;
    this.#watch = new FolderWatch(path);
  }

  /** Costs one look at the folder in a turn at most, if it has not changed. `undefined`: each name must be looked up. */
  current(): Names | undefined {
    if (this.#isFresh) return this.#kept?.names;
    if (this.#watch.isQuiet && performance.now() - this.#lookedAt < LOOK_AFTER) return this.#kept?.names;
    const names = this.#look();
    this.#isFresh = names !== undefined;
    if (names) queueMicrotask(this.#endTurn);
    return names;
  }

  readonly #endTurn = (): void => void (this.#isFresh = false);

  #look(): Names | undefined {
    if (this.#isForeign) return undefined;
    if (this.#kept?.names) this.#watch.open(); // before the look: no change comes between the two
    this.#lookedAt = performance.now();
    const stamp = look(this.#path);
    if (stamp && this.#kept && isSame(this.#kept.stamp, stamp)) return this.#kept.names;
    this.#watch.close();
    this.#kept = undefined;
    if (!stamp) return undefined;
    if (!(Date.now() - stamp.ctimeMs > SETTLED)) return undefined;
    this.#isForeign = !isStampedHere(this.#path);
    if (this.#isForeign) return undefined;
    const names = readNames(this.#path, MAX_KEPT);
    const after = look(this.#path);
    if (!after || !isSame(stamp, after)) return undefined;
    this.#kept = { stamp, names };
    return names;
  }
}

/** The system reports a change in a folder, for a short time and only once. */
class FolderWatch {
  readonly #path: string;
  #watcher: FSWatcher | undefined;
  #openedAt = -Infinity;

  constructor(path: string) {
    this.#path = path;
  }

  /** It is watched, and nothing was reported. */
  get isQuiet(): boolean {
    return this.#watcher !== undefined;
  }

  /** Only where what is reported is heard before the messages that come after it: a worker may hear them first. */
  open(): void {
    const now = performance.now();
    if (this.#watcher || !isMainThread || now - this.#openedAt < WATCH_FOR) return;
    this.#openedAt = now;
    try {
      const watcher = watch(this.#path, { persistent: false });
      const end = (): void => {
        watcher.close();
        if (this.#watcher === watcher) this.#watcher = undefined;
      };
      watcher.on('change', end).on('error', end);
      setTimeout(end, WATCH_FOR).unref();
      this.#watcher = watcher;
    } catch {
      // The system watches no more folders: they are looked at.
    }
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}

const isSame = (one: Stamp, other: Stamp): boolean =>
  one.ctimeMs === other.ctimeMs && one.mtimeMs === other.mtimeMs && one.ino === other.ino && one.dev === other.dev;

/** Returns nothing if there is nothing, or nothing that this process may see. */
export function look(path: string, looks?: FsBudget): Stats | undefined {
  try {
    looks?.spend(path);
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Identifies a file that has more than one name. */
export const identifyLinked = (stat: Stats | undefined): string | undefined =>
  stat?.isFile() && stat.nlink > 1 ? `${stat.dev}:${stat.ino}` : undefined;
