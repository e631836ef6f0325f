import type { Stats } from 'node:fs';
import { basename } from 'node:path';
import { foldName } from '@mcp-guard/core';
import type { OwnPlaces, FsBudget } from '@mcp-guard/policy';
import { FolderNames, identifyLinked, look, type NamesBelow, type Start } from './folder.js';
import { HeldPlaces } from './held-places.js';
import { projectNamesBelow } from './project-files.js';
import { listFolder } from './read-folder.js';

/** More files are not compared with. */
const MAX_FILES = 1024;

/** Folders in which servers start their paths, and whose names are kept. */
const MAX_STARTS = 256;

/** The last steps of a path, and what may stand behind them. */
interface End {
  readonly text: string;
  readonly next: string;
}

/** Tells whether a path is one of the guard's own files or leads to one. */
export class OwnFiles {
  /** Places that may be looked at and not replaced. */
  readonly held: HeldPlaces;
  readonly root: Start;
  readonly #places: OwnPlaces;
  readonly #folders: readonly string[];
  readonly #files: readonly string[];
  /** Folds of all that a message may not name, or not replace. */
  readonly #near: readonly string[];
  /** Ends of their paths, two steps or more, by the first step. */
  readonly #ends = new Map<string, End[]>();
  readonly #starts = new Map<string, Start>();
  /** The identities of the folders, whatever they are called later. */
  readonly #identities: readonly { readonly name: string; readonly stat: Stats | undefined }[];

  constructor(places: OwnPlaces) {
    this.#places = places;
    this.held = new HeldPlaces(places);
    this.#folders = places.folders.map(foldName);
    this.#identities = places.folders.map((path) => ({ name: foldName(basename(path)), stat: look(path) }));
    this.#files = [...new Set(places.files.map(foldName))].filter((file) => !this.#isInFolder(file));
    this.#near = [...this.#folders, ...this.#files, ...this.held.folds];
    for (const folder of this.#folders) this.#addEnds(folder, '/');
    for (const file of places.files) this.#addEnds(foldName(file), '/.-');
    this.root = toStart('/', this.namesBelow('/'));
  }

  /**
   * Compares by spelling, whatever the file system makes of case; also what stands beside a file under its longer name
   * (backups, drafts).
   */
  has(path: string): boolean {
    const fold = foldName(path);
    return this.#isInFolder(fold) || this.#files.some((file) => fold === file || fold.startsWith(`${file}.`));
  }

  /** The next steps that lead from a folder to one of them, or to what may not be replaced. */
  namesBelow(folder: string): NamesBelow {
    const fold = foldName(folder);
    if (this.#isInFolder(fold) || this.held.isInWhole(fold)) return 'all';
    const ofProject = projectNamesBelow(fold);
    if (ofProject === 'all') return 'all';
    const below = fold.endsWith('/') ? fold : `${fold}/`;
    const places = this.#near.filter((place) => place.startsWith(below));
    const names = places.map((place) => foldName(place.slice(below.length).split('/', 1)[0] ?? ''));
    return new Set([...names, ...ofProject]);
  }

  /** Shared by all sessions that start there: what is kept of a folder is kept once. */
  startAt(path: string): Start {
    let start = this.#starts.get(path);
    if (start) return start;
    if (this.#starts.size >= MAX_STARTS) this.#starts.clear();
    start = toStart(path, this.namesBelow(path));
    start = { ...start, entries: new FolderNames(start.prefix) };
    this.#starts.set(path, start);
    return start;
  }

  /** Relative steps lead to one of them from some folder above it. A single step does not: it may be any word. */
  isEnd(steps: string): boolean {
    const ends = this.#ends.get(foldName(steps.split('/', 1)[0] ?? ''));
    if (!ends) return false;
    const fold = foldName(steps);
    return ends.some(({ text, next }) => fold.startsWith(text) && next.includes(fold.charAt(text.length)));
  }

  /** The identities of files with a second name; `undefined` where there are too many. */
  findLinked(looks: FsBudget): ReadonlySet<string> | undefined {
    const files = [...this.#places.folders.flatMap(listFolder), ...this.#places.files];
    if (files.length > MAX_FILES) return undefined;
    return new Set(files.flatMap((file) => identifyLinked(look(file, looks)) ?? []));
  }

  /** A mount shows a folder at a second place (macOS has one of all of `/`), and a folder above it may have been moved. */
  isElsewhere(path: string, looks: FsBudget): boolean {
    const steps = path.split('/');
    return steps.some((step, index) => {
      const fold = foldName(step);
      const alike = this.#identities.filter(({ name }) => name === fold);
      const other = alike.length > 0 ? look(steps.slice(0, index + 1).join('/'), looks) : undefined;
      return other !== undefined && alike.some(({ stat }) => stat?.ino === other.ino && stat.dev === other.dev);
    });
  }

  #addEnds(place: string, next: string): void {
    const steps = place.split('/').slice(1);
    for (const [index, first] of steps.slice(0, -1).entries()) {
      if (this.#isInFolder(`/${steps.slice(0, index).join('/')}`)) return;
      const end = { text: steps.slice(index).join('/'), next };
      this.#ends.set(first, [...(this.#ends.get(first) ?? []), end]);
    }
  }

  #isInFolder(fold: string): boolean {
    return this.#folders.some((folder) => fold === folder || fold.startsWith(`${folder}/`));
  }
}

const toStart = (path: string, names: NamesBelow): Start => ({
  path,
  prefix: path.endsWith('/') ? path : `${path}/`,
  names,
  longest: names === 'all' ? 0 : Math.max(0, ...[...names].map(({ length }) => length)),
});
