import type { Stats } from 'node:fs';
import { foldName } from '@mcp-guard/core';
import type { FsBudget } from '@mcp-guard/policy';
import { readNames, type FolderNames, type Names } from './folder-names.js';
import { look } from './look.js';

/** No folder has an entry of a longer name (NAME_MAX). */
const MAX_NAME = 255;
/** After so many looks at single names a folder is read as a whole, up to so many names. */
const MAX_SINGLE_LOOKS = 64;
const MAX_NAMES = 16_384;

/** A folder that a relative path may start in. */
export interface Start {
  /** Absolute. */
  readonly path: string;
  /** With a slash at its end. */
  readonly prefix: string;
  /** Entries that may be ours, or may not be replaced, by their names alone. */
  readonly names: NamesBelow;
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
   */
  find(name: string): { readonly stat: Stats | undefined } | undefined {
    const fold = name.toLowerCase();
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

  /** @param fold of a plain name, in which nothing but case may differ */
  #mayBeOurs(fold: string): boolean {
    const { names } = this.#start;
    if (names === 'all') return true;
    for (const name of names) if (fold === name || fold.startsWith(`${name}.`)) return true;
    return false;
  }

  /** `undefined`: only the system knows them. */
  #list(): Names | undefined {
    this.#count++;
    if (this.#count === 1) this.#entries = this.#start.entries?.current();
    if (this.#count === MAX_SINGLE_LOOKS) this.#entries ??= readNames(this.prefix, MAX_NAMES, this.#looks);
    return this.#entries;
  }
}
