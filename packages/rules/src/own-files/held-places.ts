import { accessSync, constants, existsSync, type Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { foldName } from '@mcp-guard/core';
import type { OwnPlaces, FsBudget } from '@mcp-guard/policy';
import { isStronger, type Hold, type Strength } from './hold.js';
import { listFolder } from './read-folder.js';
import { identifyLinked, look } from './folder.js';
import { projectHold } from './project-files.js';

/** Files of the program whose other names are known. */
const MAX_LINKED = 4096;
const isHidden = (step: string): boolean => step.startsWith('.') || step === 'Library';
const FIRM: Hold = { strength: 'firm', of: 'guard' };

interface Identity {
  readonly stat: Stats;
  readonly hold: Hold;
  /** All that stands in it is held, too. */
  readonly isWhole: boolean;
}

/**
 * A message may look at these and not replace them: the folders above the guard's own files, the files of clients and
 * what starts the guard, with the folders above these. Moving such a folder puts another configuration in its place.
 */
export class HeldPlaces {
  readonly #places: OwnPlaces;
  readonly #holds = new Map<string, Hold>();
  /** Folders of which everything is held. */
  readonly #whole = new Map<string, Hold>();
  /** Places by their last two steps or more, for readers that start relative paths in a folder that is not known. */
  readonly #ends = new Map<string, Hold>();
  readonly #wholeEnds = new Map<string, Hold>();
  /** The identities of the places, by their names. */
  readonly #identities = new Map<string, Identity[]>();
  #linked: ReadonlySet<string> | undefined;

  constructor(places: OwnPlaces) {
    const { folders, files, clients, known, program } = (this.#places = places);
    for (const folder of folders) this.#addAbove(folder, aboveHome, this.#ends);
    for (const file of [...files, ...clients]) this.#addAbove(file, aboveFile, this.#ends);
    for (const file of clients) this.#add(file, FIRM, this.#ends);
    for (const file of known) {
      this.#addAbove(file, aboveOthers);
      if (basename(file).startsWith('*')) this.#addWhole(dirname(file), FIRM);
      else this.#add(file, FIRM);
    }
    const hold: Hold = { strength: program.checkout === undefined ? 'firm' : 'worded', of: 'program' };
    const { dependencies, names } = program;
    const started = [...program.folders, ...dependencies, ...program.files, ...names];
    for (const place of started) this.#addAbove(place, aboveOthers);
    for (const folder of program.folders) this.#addWhole(folder, hold, this.#wholeEnds);
    for (const folder of dependencies) this.#addWhole(folder, hold); // other projects have such a folder, too
    for (const file of [...program.files, ...names]) this.#add(file, { strength: 'firm', of: 'program' });
  }

  /** Folds of all of them but the folders above. */
  get folds(): readonly string[] {
    const { clients, known, program } = this.#places;
    return [...clients, ...known, ...program.files, ...program.names].map(foldName).concat(...this.#whole.keys());
  }

  /** @param path absolute, as short as it gets */
  holdOf(path: string): Hold | undefined {
    const fold = foldName(path);
    return this.#holds.get(fold) ?? wholeAround(this.#whole, fold) ?? projectHold(path);
  }

  /** @param fold of an absolute path */
  isInWhole(fold: string): boolean {
    return wholeAround(this.#whole, fold) !== undefined;
  }

  /** @param steps relative, two or more */
  holdOfEnd(steps: string): Hold | undefined {
    const fold = foldName(steps);
    return this.#ends.get(fold) ?? wholeAround(this.#wholeEnds, fold);
  }

  /** A mount shows it at a second place. */
  holdElsewhere(path: string, looks: FsBudget): Hold | undefined {
    const steps = path.split('/');
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1;
      const alike = this.#identities.get(foldName(step))?.filter(({ isWhole }) => isWhole || isLast) ?? [];
      const stat = alike.length > 0 ? look(steps.slice(0, index + 1).join('/'), looks) : undefined;
      const found = alike.find((each) => each.stat.ino === stat?.ino && each.stat.dev === stat.dev);
      if (found) return found.hold;
    }
    return undefined;
  }

  /** Finds the hold of a hard link to a file of the program, as stores of packages have them. */
  holdOfLinked(identity: string): Hold | undefined {
    const { folders, dependencies, files } = this.#places.program;
    this.#linked ??= new Set(
      [...files, ...[...folders, ...dependencies].flatMap(listFolder)]
        .slice(0, MAX_LINKED)
        .flatMap((file) => identifyLinked(look(file)) ?? []),
    );
    return this.#linked.has(identity) ? { strength: 'firm', of: 'program' } : undefined;
  }

  #addAbove(place: string, strengthOf: (folder: string) => Strength, ends?: Map<string, Hold>): void {
    for (let folder = dirname(place); ; folder = dirname(folder)) {
      this.#add(folder, { strength: strengthOf(folder), of: 'guard' }, ends);
      if (folder === dirname(folder)) return;
    }
  }

  #addWhole(folder: string, hold: Hold, ends?: Map<string, Hold>): void {
    this.#add(folder, hold, ends, true);
    this.#whole.set(foldName(folder), hold);
  }

  #add(path: string, hold: Hold, ends?: Map<string, Hold>, isWhole = false): void {
    const fold = foldName(path);
    const before = this.#holds.get(fold);
    if (before && !isStronger(hold, before) && !isWhole) return;
    if (!before || isStronger(hold, before)) this.#holds.set(fold, hold);
    const steps = fold.split('/').slice(1);
    for (let first = 0; first < steps.length - 1; first++) ends?.set(steps.slice(first).join('/'), hold);
    const stat = look(path);
    const name = foldName(basename(path));
    if (stat) this.#identities.set(name, [...(this.#identities.get(name) ?? []), { stat, hold, isWhole }]);
  }
}

/** Finds the folder in a map that a place is in, or is. */
function wholeAround(wholes: ReadonlyMap<string, Hold>, fold: string): Hold | undefined {
  for (const [folder, hold] of wholes) if (fold === folder || fold.startsWith(`${folder}/`)) return hold;
  return undefined;
}

/** People do not work in the folders between the guard's home and their home folder. */
function aboveHome(folder: string): Strength {
  if (!canReplace(folder)) return 'loose';
  return isHidden(basename(folder)) ? 'firm' : 'worded';
}

/** A project is no hidden folder, and all tools work in it. */
const aboveFile = (folder: string): Strength =>
  folder.split('/').some(isHidden) && canReplace(folder) ? 'worded' : 'loose';

/** Tools of all kinds name the folders of programs and clients; it takes a move, a copy or a link to replace one. */
const aboveOthers = (): Strength => 'loose';

/** This user may give the name of a folder to another one. */
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
