import { readdirSync, type Stats } from 'node:fs';
import { foldName } from '@mcp-guard/core';
import type { FsBudget } from '@mcp-guard/policy';
import type { OwnFiles } from './files.js';
import { look } from './look.js';

/** No folder has an entry of a longer name (NAME_MAX). */
const MAX_NAME = 255;
/** After so many looks at single names a folder is read as a whole. */
const MAX_SINGLE_LOOKS = 64;

/** A folder that a relative path may start in. */
export interface Start {
  /** Absolute. */
  readonly path: string;
  /** With a slash at its end. */
  readonly prefix: string;
  /** An entry of it may be ours by its name alone. */
  readonly isNear: boolean;
}

export const toStart = (files: OwnFiles, path: string): Start => ({
  path,
  prefix: path.endsWith('/') ? path : `${path}/`,
  isNear: files.isNear(path),
});

export const ROOT: Start = { path: '/', prefix: '/', isNear: true };

/** A folder in which many names may be looked up. */
export class Folder {
  readonly prefix: string;
  readonly isNear: boolean;
  readonly #looks: FsBudget;
  #count = 0;
  #names: ReadonlySet<string> | undefined;

  constructor({ prefix, isNear }: Start, looks: FsBudget) {
    this.prefix = prefix;
    this.isNear = isNear;
    this.#looks = looks;
  }

  look(name: string): Stats | undefined {
    if (name.length > MAX_NAME) return undefined;
    if (++this.#count > MAX_SINGLE_LOOKS && !this.#read().has(foldName(name))) return undefined;
    return look(this.prefix + name, this.#looks);
  }

  #read(): ReadonlySet<string> {
    this.#names ??= new Set(['.', '..', ...listNames(this.prefix)].map(foldName));
    return this.#names;
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
