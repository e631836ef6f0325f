import { readdirSync, type Stats } from 'node:fs';
import {
  decodePercent,
  foldName,
  META_CLIENT_CAPABILITIES,
  META_PROTOCOL_VERSION,
  userName,
  type JsonObject,
  type JsonValue,
} from '@mcp-guard/core';
import type { OnWork } from '@mcp-guard/detectors';
import { Looks } from '../looks.js';
import { toRealPath } from '../real-path.js';
import { identifyLinked, look, type OwnFiles } from './files.js';
import { isPlainName, pathViews, shorten } from './path-views.js';

/** No system opens a longer path (PATH_MAX). */
const MAX_PATH = 4096;
/** No folder has an entry of a longer name (NAME_MAX). */
const MAX_NAME = 255;
/** More paths of one message are not followed; it is to be refused. */
export const MAX_FOLLOWED = 1024;
/** After so many looks at single names a folder is read as a whole. */
const MAX_SINGLE_LOOKS = 64;

type Keys = ReadonlySet<string>;

/** Words of the protocol where they stand as such: they name nothing. */
const ENVELOPE: Keys = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);
const MEMBERS: Keys = new Set(['name', 'uri', 'arguments', '_meta', 'ref', 'argument', 'cursor', 'requestId', 'roots']);
const META: Keys = new Set(['progressToken', META_PROTOCOL_VERSION, META_CLIENT_CAPABILITIES]);
const NONE: Keys = new Set();

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

const ROOT: Start = { path: '/', prefix: '/', isNear: true };

/** Looks for the guard's own files in one message. */
export class PathSearch {
  readonly #files: OwnFiles;
  readonly #looks = new Looks();
  readonly #cwd: string;
  /** Where a relative path may start; the working folder first. */
  readonly #starts: readonly Folder[];
  readonly #root = new Folder(ROOT, this.#looks);
  readonly #homes: readonly string[];
  readonly #onWork: OnWork | undefined;
  readonly #seen = new Set<string>();
  /** Texts that led through the file system; the one that is looked at, too. */
  #followed = 0;
  #follows = false;
  /** Those of our files that have a second name. */
  #linked: { readonly files: ReadonlySet<string> | undefined } | undefined;

  /**
   * @param starts where a relative path may start: the working folder, then others
   * @param homes what `~` may be
   * @param onWork see `ScanOptions`
   */
  constructor(files: OwnFiles, starts: readonly [Start, ...Start[]], homes: readonly string[], onWork?: OnWork) {
    this.#files = files;
    this.#onWork = onWork;
    this.#cwd = starts[0].path;
    this.#starts = starts.map((start) => new Folder(start, this.#looks));
    this.#homes = homes;
  }

  /** Then it named more than was looked at, and is to be refused. */
  get isCutShort(): boolean {
    return this.#followed > MAX_FOLLOWED || this.#looks.areSpent;
  }

  /** Whether a string or key of the message names one of them. */
  finds(message: JsonObject): boolean {
    for (const key in message) {
      const value = message[key] ?? null;
      if (!ENVELOPE.has(key)) {
        if (this.#names(key) || this.#findsIn(value, NONE)) return true;
      } else if (typeof value === 'object' && this.#findsIn(value, MEMBERS)) return true;
    }
    return false;
  }

  #findsIn(value: JsonValue, known: Keys): boolean {
    if (typeof value === 'string') return this.#names(value);
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value)) return value.some((element) => this.#findsIn(element, NONE));
    for (const key in value) {
      if (!known.has(key) && this.#names(key)) return true;
      if (this.#findsIn(value[key] ?? null, known === MEMBERS && key === '_meta' ? META : NONE)) return true;
    }
    return false;
  }

  #names(text: string): boolean {
    if (this.isCutShort) return false;
    if (text.length > MAX_PATH) return this.#namesWhenShortened(text);
    if (this.#seen.has(text)) return false;
    this.#seen.add(text);
    this.#onWork?.(text.length);
    this.#follows = false;
    const isFound = this.#namesInSomeView(text);
    if (this.#follows) this.#followed++;
    return isFound;
  }

  #namesInSomeView(text: string): boolean {
    if (isPlainName(text)) return this.#starts.some((folder) => this.#isOwnIn(folder, text));
    const views = pathViews(text);
    return views === undefined || views.some((view) => this.#namesAsPath(view));
  }

  /** What is too long to be opened may be short once its `..` are gone. */
  #namesWhenShortened(text: string): boolean {
    return [text, decodePercent(text) ?? text].some((view) => view.includes('..') && this.#namesAsPath(view));
  }

  #namesAsPath(view: string): boolean {
    if (this.#toPaths(view).some((path) => this.#isOwn(path))) return true;
    if (view.startsWith('/')) return false;
    // Where a server is told folders as roots, it may start in any.
    return this.#files.isEnd(shorten(`/${view}`, this.#cwd).slice(1, MAX_PATH));
  }

  #toPaths(view: string): readonly string[] {
    if (view.startsWith('/')) return [view];
    const paths = this.#starts.map((folder) => folder.prefix + view);
    if (view.startsWith('~')) {
      const user = view.split('/', 1)[0] ?? view;
      const isOurs = user === '~' || user === `~${userName()}`;
      if (isOurs) paths.push(...this.#homes.map((home) => home + view.slice(user.length)));
    }
    return paths;
  }

  #isOwn(path: string): boolean {
    const short = shorten(path, this.#cwd);
    const folder = this.#folderOf(short);
    if (folder.isNear && this.#files.has(short.slice(0, MAX_PATH))) return true;
    // Some readers shorten a path before they go it, some go it as it is: `..` behind a link is elsewhere.
    return this.#leadsToOwn(folder, short) || (path.includes('..') && this.#leadsToOwn(this.#folderOf(path), path));
  }

  #isOwnIn(folder: Folder, name: string): boolean {
    return (folder.isNear && this.#files.has(folder.prefix + name)) || this.#isLinkTo(folder, name, '');
  }

  #folderOf(path: string): Folder {
    return this.#starts.find(({ prefix }) => path.startsWith(prefix)) ?? this.#root;
  }

  #leadsToOwn(folder: Folder, path: string): boolean {
    if (path.length > MAX_PATH) return false;
    const rest = path.slice(folder.prefix.length);
    const [first = ''] = rest.split('/', 1);
    return this.#isLinkTo(folder, first, rest.slice(first.length));
  }

  #isLinkTo(folder: Folder, name: string, rest: string): boolean {
    const stat = folder.look(name);
    if (!stat) return false;
    if (rest === '' && !stat.isSymbolicLink()) return this.#isLinked(stat);
    this.#follows = true;
    return this.#followed < MAX_FOLLOWED && this.#isReachedBy(folder.prefix + name + rest);
  }

  /** Through every link on the way. */
  #isReachedBy(path: string): boolean {
    const real = toRealPath(path, this.#looks)?.path;
    if (real === undefined) return false;
    return (
      this.#files.has(real) || this.#isLinked(look(real, this.#looks)) || this.#files.isElsewhere(real, this.#looks)
    );
  }

  /** Whether something is a hard link to one of ours. They are looked up once, however many there are in the message. */
  #isLinked(stat: Stats | undefined): boolean {
    const identity = identifyLinked(stat);
    if (identity === undefined) return false;
    this.#linked ??= { files: this.#files.findLinked() };
    return this.#linked.files?.has(identity) ?? true;
  }
}

/** A folder in which many names may be looked up. */
class Folder {
  readonly prefix: string;
  readonly isNear: boolean;
  readonly #looks: Looks;
  #count = 0;
  #names: ReadonlySet<string> | undefined;

  constructor({ prefix, isNear }: Start, looks: Looks) {
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
