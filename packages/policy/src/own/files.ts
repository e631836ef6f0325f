import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { foldName } from '@mcp-guard/core';
import type { OwnPlaces } from '../config.js';
import { toRealPath } from '../real-path.js';

/** More files are not compared with. */
const MAX_FILES = 1024;

/** Tells whether a path is one of the guard's own files or leads to one. */
export class OwnFiles {
  readonly #places: OwnPlaces;
  readonly #folders: readonly string[];
  readonly #files: readonly string[];
  /** What the folders are, whatever they are called later. */
  readonly #identities: readonly { readonly name: string; readonly stat: Stats | undefined }[];

  constructor(places: OwnPlaces) {
    this.#places = places;
    this.#folders = places.folders.map(foldName);
    this.#identities = places.folders.map((path) => ({ name: foldName(basename(path)), stat: look(path) }));
    this.#files = [...new Set(places.files.map(foldName))].filter((file) => !this.#isInFolder(file));
  }

  /**
   * By its spelling, whatever the file system makes of case; also what stands beside a file under
   * its longer name (backups, drafts).
   */
  has(path: string): boolean {
    const fold = foldName(path);
    return this.#isInFolder(fold) || this.#files.some((file) => fold === file || fold.startsWith(`${file}.`));
  }

  /** Whether something in a folder may be one of them by its spelling. */
  isNear(folder: string): boolean {
    const fold = foldName(folder);
    const below = fold.endsWith('/') ? fold : `${fold}/`;
    return this.#isInFolder(fold) || [...this.#folders, ...this.#files].some((place) => place.startsWith(below));
  }

  /** Through every link on the way. */
  isReachedBy(path: string): boolean {
    const real = toRealPath(path)?.path;
    return real !== undefined && (this.has(real) || this.isLink(look(real)) || this.#isElsewhere(real));
  }

  /** Whether something is a hard link to one of them. */
  isLink(stat: Stats | undefined): boolean {
    if (!stat?.isFile() || stat.nlink < 2) return false;
    const files = [...this.#places.folders.flatMap(listFolder), ...this.#places.files];
    if (files.length > MAX_FILES) return true;
    return files.map(look).some((own) => own?.ino === stat.ino && own.dev === stat.dev);
  }

  /** A mount shows a folder at a second place (macOS has one of all of `/`), and a folder above it may have been moved. */
  #isElsewhere(path: string): boolean {
    const steps = path.split('/');
    return steps.some((step, index) => {
      const alike = this.#identities.filter(({ name }) => name === foldName(step));
      const other = alike.length > 0 ? look(steps.slice(0, index + 1).join('/')) : undefined;
      return other !== undefined && alike.some(({ stat }) => stat?.ino === other.ino && stat.dev === other.dev);
    });
  }

  #isInFolder(fold: string): boolean {
    return this.#folders.some((folder) => fold === folder || fold.startsWith(`${folder}/`));
  }
}

/** Nothing where there is nothing, or nothing that we may see. */
export function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
