import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { foldName } from '@mcp-guard/core';
import type { FsBudget } from '@mcp-guard/policy';

/** No folder has an entry of a longer name (NAME_MAX). */
const MAX_NAME = 255;
/** After so many looks at single names a folder is read as a whole. */
const MAX_SINGLE_LOOKS = 64;

/** Nothing where there is nothing, or nothing that we may see. */
export function look(path: string, looks?: FsBudget): Stats | undefined {
  try {
    looks?.spend(path);
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A folder that a relative path may start in. */
export interface Start {
  /** Absolute. */
  readonly path: string;
  /** With a slash at its end. */
  readonly prefix: string;
  /** Entries that may be ours, or may not be replaced, by their names alone. */
  readonly names: NamesBelow;
}

/** Folds of the names, or `all` in a folder of ours. */
export type NamesBelow = 'all' | ReadonlySet<string>;

/** A folder in which many names may be looked up. */
export class Folder {
  readonly prefix: string;
  readonly isNear: boolean;
  readonly #names: NamesBelow;
  readonly #looks: FsBudget;
  #count = 0;
  #entries: ReadonlySet<string> | undefined;

  constructor({ prefix, names }: Start, looks: FsBudget) {
    this.prefix = prefix;
    this.isNear = names === 'all' || names.size > 0;
    this.#names = names;
    this.#looks = looks;
  }

  /**
   * Nothing where there is no such entry and its name leads to none of ours: all that `OwnFiles` and `HeldPlaces` know
   * below this folder stands under one of `#names`, or under one with more behind a dot.
   * @param name plain
   */
  find(name: string): { readonly stat: Stats | undefined } | undefined {
    const stat = this.look(name);
    return stat || this.#mayBeOurs(name.toLowerCase()) ? { stat } : undefined;
  }

  look(name: string): Stats | undefined {
    if (name.length > MAX_NAME) return undefined;
    if (++this.#count > MAX_SINGLE_LOOKS && !this.#list().has(foldName(name))) return undefined;
    return look(this.prefix + name, this.#looks);
  }

  /** @param fold of a plain name, in which nothing but case may differ */
  #mayBeOurs(fold: string): boolean {
    if (this.#names === 'all') return true;
    for (const name of this.#names) if (fold === name || fold.startsWith(`${name}.`)) return true;
    return false;
  }

  #list(): ReadonlySet<string> {
    this.#entries ??= new Set(['.', '..', ...listNames(this.prefix)].map(foldName));
    return this.#entries;
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
