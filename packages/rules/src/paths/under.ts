import { lstatSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { canonicalName, decodePercent } from '@mcp-guard/core';
import { FsBudget, toRealPath, isAtHost, parseFolderOrHost } from '@mcp-guard/policy';
import type { PathContext } from './path-context.js';

/** Longer texts are no paths (PATH_MAX) and no URLs. */
const MAX_LENGTH = 4096;
/** A backslash separates for some readers; controls and what is no text end a name for some. */
const UNREADABLE = /[\p{Cc}\p{Cs}\ufffd\\]/u;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const FILE_URI = /^file:\/\/(?:localhost)?(\/[^?#]*)$/i;
/** What stands here depends on who reads it. */
const OF_THE_READER = /^\/(?:proc|dev\/fd)(?:\/|$)/;

/** Whether a text names something in one of the places, however it is read. */
export type IsUnder = (text: string, around: PathContext, looks: FsBudget) => boolean;

/** Where the looks are spent, nothing is in a folder. */
export function compileUnder(entries: readonly string[]): IsUnder {
  const places = entries.flatMap((entry) => parseFolderOrHost(entry) ?? []);
  const hosts = places.flatMap((place) => ('host' in place ? place.host : []));
  const folders = places.flatMap((place) => ('folder' in place ? place.folder : []));
  const insides = new WeakMap<FsBudget, Inside>();
  const insideFor = (looks: FsBudget): Inside => {
    let inside = insides.get(looks);
    if (!inside) insides.set(looks, (inside = new Inside(folders, looks)));
    return inside;
  };
  return (text, around, looks) => {
    if (text.length > MAX_LENGTH) return false;
    if (hosts.some((host) => isAtHost(text, host))) return true;
    if (folders.length === 0) return false;
    try {
      const inside = insideFor(looks);
      return toPaths(text, around, looks)?.every((path) => inside.has(path)) ?? false;
    } catch {
      return false; // what cannot be looked at
    }
  };
}

/** Every absolute path that some reader may take the text for; `undefined` where it cannot be told. */
function toPaths(text: string, around: PathContext, looks: FsBudget): readonly string[] | undefined {
  if (text === '' || UNREADABLE.test(text)) return undefined;
  const uri = FILE_URI.exec(text);
  if (!uri && SCHEME.test(text)) return undefined;
  const raw = uri?.[1] ?? text;
  const decoded = decodePercent(raw);
  if (decoded === undefined) return undefined;
  const canonical = canonicalName(decoded);
  if (canonical !== decoded && canonical.includes('%')) return undefined;
  const paths: string[] = [];
  for (const view of new Set([raw, decoded, canonical])) {
    const absolute = UNREADABLE.test(view) || SCHEME.test(view) ? [] : toAbsolute(view, around, looks);
    if (absolute.length === 0) return undefined;
    paths.push(...absolute);
  }
  // Some readers go the way, some shorten it before they go.
  return [...new Set(paths.flatMap((path) => [path, resolve(path)]))];
}

/** One for each folder that a relative path may start in: it is inside only where it is from all of them. */
function toAbsolute(path: string, { folders, home }: PathContext, looks: FsBudget): readonly string[] {
  if (path.startsWith('/')) return [path];
  const started = folders.map((folder) => `${folder}/${path}`);
  if (!path.startsWith('~')) return started;
  if (path !== '~' && !path.startsWith('~/')) return []; // of somebody else, or a name
  const named = folders.filter((folder) => {
    looks.spend(folder);
    return lstatSync(`${folder}/~`, { throwIfNoEntry: false }) !== undefined;
  });
  return [home + path.slice(1), ...named.map((folder) => `${folder}/${path}`)];
}

/** What lies in the folders of a rule, as they are while one message is looked at. */
class Inside {
  readonly #looks: FsBudget;
  readonly #folders: readonly string[];
  readonly #identities: ReadonlySet<string>;
  /** Folders that were already asked for what they are. */
  readonly #known = new Map<string, boolean>();

  /** @param looks of the message; those at the rule’s own folders are not its fault */
  constructor(folders: readonly string[], looks: FsBudget) {
    this.#looks = looks;
    const real = folders.map((folder) => toRealPath(folder));
    this.#folders = real.flatMap((folder) => (folder && !folder.dangles ? folder.path : []));
    this.#identities = new Set(this.#folders.flatMap((folder) => identify(folder) ?? []));
  }

  has(path: string): boolean {
    const real = toRealPath(path, this.#looks);
    if (!real || real.dangles) return false;
    if (OF_THE_READER.test(path) || OF_THE_READER.test(real.path)) return false;
    return this.#folders.some((folder) => isWithin(real.path, folder)) || this.#isBelow(real.path);
  }

  /** Where case does not matter, or a mount shows a folder twice, only the file system knows that two paths are one. */
  #isBelow(path: string): boolean {
    if (this.#identities.size === 0) return false;
    const above: string[] = [];
    let known: boolean | undefined;
    for (let at = path; known === undefined; at = dirname(at)) {
      known = this.#known.get(at) ?? (this.#is(at) || (at === '/' ? false : undefined));
      above.push(at);
    }
    for (const at of above) this.#known.set(at, known);
    return known;
  }

  #is(path: string): boolean {
    this.#looks.spend(path);
    const identity = identify(path);
    return identity !== undefined && this.#identities.has(identity);
  }
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** What a folder is, whatever it is called. */
function identify(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() ? `${stat.dev}:${stat.ino}` : undefined;
}
