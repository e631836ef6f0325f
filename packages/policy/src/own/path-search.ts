import { readdirSync, type Stats } from 'node:fs';
import { userInfo } from 'node:os';
import {
  decodePercent,
  foldName,
  META_CLIENT_CAPABILITIES,
  META_PROTOCOL_VERSION,
  type JsonObject,
  type JsonValue,
} from '@mcp-guard/core';
import { look, type OwnFiles } from './files.js';
import { isPlainName, pathViews, shorten } from './path-views.js';

/** No system opens a longer path (PATH_MAX). */
const MAX_PATH = 4096;
/** No folder has an entry of a longer name (NAME_MAX). */
const MAX_NAME = 255;
/** More paths of one message are not followed; it is to be refused. */
export const MAX_FOLLOWED = 1024;
/** After so many looks at single names a folder is read as a whole. */
const MAX_LOOKS = 64;

type Keys = ReadonlySet<string>;

/** Words of the protocol where they stand as such: they name nothing. */
const ENVELOPE: Keys = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);
const MEMBERS: Keys = new Set(['name', 'uri', 'arguments', '_meta', 'ref', 'argument', 'cursor', 'requestId', 'roots']);
const META: Keys = new Set(['progressToken', META_PROTOCOL_VERSION, META_CLIENT_CAPABILITIES]);
const NONE: Keys = new Set();

/** Looks for the guard's own files in one message. */
export class PathSearch {
  /** Paths that were followed through the file system. */
  followed = 0;
  readonly #files: OwnFiles;
  readonly #cwd: Folder;
  readonly #root = new Folder('');
  /** An entry of the working folder may be ours by its name alone. */
  readonly #cwdIsNear: boolean;
  readonly #homes: readonly string[];
  readonly #seen = new Set<string>();

  /**
   * @param cwd absolute and without links
   * @param homes what `~` may be
   */
  constructor(files: OwnFiles, cwd: string, homes: readonly string[]) {
    this.#files = files;
    this.#cwd = new Folder(cwd === '/' ? '' : cwd);
    this.#cwdIsNear = files.isNear(cwd);
    this.#homes = homes;
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
    if (text.length > MAX_PATH) return this.#namesWhenShortened(text);
    if (this.#seen.has(text)) return false;
    this.#seen.add(text);
    if (isPlainName(text)) {
      const path = `${this.#cwd.path}/${text}`;
      return (this.#cwdIsNear && this.#files.has(path)) || this.#leadsToOwn(path);
    }
    const views = pathViews(text);
    return views === undefined || views.some((view) => this.#toPaths(view).some((path) => this.#isOwn(path)));
  }

  /** What is too long to be opened may be short once its `..` are gone. */
  #namesWhenShortened(text: string): boolean {
    return [text, decodePercent(text) ?? text].some(
      (view) => view.includes('..') && this.#toPaths(view).some((path) => this.#isOwn(path)),
    );
  }

  #toPaths(view: string): readonly string[] {
    if (view.startsWith('/')) return [view];
    const paths = [`${this.#cwd.path}/${view}`];
    if (view.startsWith('~')) {
      const user = view.split('/', 1)[0] ?? view;
      const isOurs = user === '~' || user === `~${userInfo().username}`;
      if (isOurs) paths.push(...this.#homes.map((home) => home + view.slice(user.length)));
    }
    return paths;
  }

  #isOwn(path: string): boolean {
    const short = shorten(path, this.#cwd.path);
    if (this.#files.has(short.slice(0, MAX_PATH))) return true;
    // Some readers shorten a path before they go it, some go it as it is: `..` behind a link is elsewhere.
    return this.#leadsToOwn(short) || (short !== path && this.#leadsToOwn(path));
  }

  #leadsToOwn(path: string): boolean {
    if (path.length > MAX_PATH) return false;
    const folder = path.startsWith(`${this.#cwd.path}/`) ? this.#cwd : this.#root;
    const rest = path.slice(folder.path.length + 1);
    const [first = ''] = rest.split('/', 1);
    const stat = folder.look(first);
    if (!stat) return false;
    if (first === rest && !stat.isSymbolicLink()) return this.#files.isLink(stat);
    return ++this.followed <= MAX_FOLLOWED && this.#files.isReachedBy(path);
  }
}

/** A folder in which many names may be looked up. */
class Folder {
  readonly path: string;
  #looks = 0;
  #names: ReadonlySet<string> | undefined;

  constructor(path: string) {
    this.path = path;
  }

  look(name: string): Stats | undefined {
    if (name.length > MAX_NAME) return undefined;
    if (++this.#looks > MAX_LOOKS && !this.#read().has(foldName(name))) return undefined;
    return look(`${this.path}/${name}`);
  }

  #read(): ReadonlySet<string> {
    this.#names ??= new Set(['.', '..', ...listNames(this.path)].map(foldName));
    return this.#names;
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(`${folder}/`);
  } catch {
    return [];
  }
}
