import { accessSync, constants, existsSync, type Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { foldName } from '@mcp-guard/core';
import type { OwnPlaces, FsBudget } from '@mcp-guard/policy';
import { look } from './look.js';

/**
 * How much it takes until a message that names such a place is refused.
 * `firm`: it is not known to only look. `worded`: as firm where the place is named as a path; a single
 * word may mean anything. `loose`: it is known to move, copy or delete.
 */
export type Hold = 'firm' | 'worded' | 'loose';

const STRENGTH: readonly Hold[] = ['loose', 'worded', 'firm'];
const isHidden = (step: string): boolean => step.startsWith('.') || step === 'Library';

/**
 * What a message may look at and not replace: the folders above the guard's own files and the files of clients that
 * start the guard, with the folders above these. Moving such a folder puts another configuration in its place.
 */
export class HeldPlaces {
  readonly #holds = new Map<string, Hold>();
  /** By the last two steps or more, for readers that start relative paths in a folder that is not known. */
  readonly #ends = new Map<string, Hold>();
  readonly #identities: { readonly name: string; readonly stat: Stats; readonly hold: Hold }[] = [];

  constructor({ folders, files, clients }: OwnPlaces) {
    for (const folder of folders) this.#addAbove(folder, true);
    for (const file of [...files, ...clients]) this.#addAbove(file, false);
    for (const file of clients) this.#add(file, 'firm');
  }

  /** @param path absolute, as short as it gets */
  holdOf(path: string): Hold | undefined {
    return this.#holds.get(foldName(path));
  }

  /** @param steps relative, two or more */
  holdOfEnd(steps: string): Hold | undefined {
    return this.#ends.get(foldName(steps));
  }

  /** A mount shows it at a second place. */
  holdElsewhere(path: string, looks: FsBudget): Hold | undefined {
    const name = foldName(basename(path));
    const alike = this.#identities.filter((each) => each.name === name);
    const stat = alike.length > 0 ? look(path, looks) : undefined;
    return alike.find((each) => each.stat.ino === stat?.ino && each.stat.dev === stat.dev)?.hold;
  }

  /** @param isHome of the guard: nothing that people work in stands between it and their home folder */
  #addAbove(place: string, isHome: boolean): void {
    for (let folder = dirname(place); ; folder = dirname(folder)) {
      const steps = folder.split('/');
      if (!canReplace(folder)) this.#add(folder, 'loose');
      else if (isHome) this.#add(folder, isHidden(steps.at(-1) ?? '') ? 'firm' : 'worded');
      else this.#add(folder, steps.some(isHidden) ? 'worded' : 'loose'); // a project, in which all tools work
      if (folder === dirname(folder)) return;
    }
  }

  #add(path: string, hold: Hold): void {
    const fold = foldName(path);
    const before = this.#holds.get(fold);
    if (before !== undefined && STRENGTH.indexOf(before) >= STRENGTH.indexOf(hold)) return;
    this.#holds.set(fold, hold);
    const steps = fold.split('/').slice(1);
    for (let first = 0; first < steps.length - 1; first++) this.#ends.set(steps.slice(first).join('/'), hold);
    const stat = look(path);
    if (stat) this.#identities.push({ name: foldName(basename(path)), stat, hold });
  }
}

/** Whether this user may give the name of a folder to another one. */
function canReplace(folder: string): boolean {
  if (folder === '/') return false;
  let above = dirname(folder);
  while (!existsSync(above) && above !== '/') above = dirname(above); // who may make the one makes the other
  try {
    accessSync(above, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
