import { lstatSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { canonicalName, decodePercent } from '@mcp-guard/core';
import { toRealPath } from './real-path.js';
import { parseHost, isAtHost, type Host } from './url-host.js';

/** Longer texts are no paths (PATH_MAX) and no URLs. */
const MAX_LENGTH = 4096;
/** A backslash separates for some readers; controls and what is no text end a name for some. */
const UNREADABLE = /[\p{Cc}\p{Cs}\ufffd\\]/u;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const FILE_URI = /^file:\/\/(?:localhost)?(\/[^?#]*)$/i;
/** What stands here depends on who reads it. */
const OF_THE_READER = /^\/(?:proc|dev\/fd)(?:\/|$)/;

/** How a server reads a path. */
export interface Surroundings {
  /** Its working folder. */
  readonly cwd: string;
  /** What `~` is to it. */
  readonly home: string;
}

type Place = { readonly folder: string } | { readonly host: Host };

/** A folder (absolute, or `~` and what follows) or a host; `undefined` for anything else. */
export function parsePlace(entry: string): Place | undefined {
  if (entry.startsWith('/')) return { folder: resolve(entry) };
  if (entry === '~' || entry.startsWith('~/')) return { folder: resolve(homedir() + entry.slice(1)) };
  const host = parseHost(entry);
  return host && { host };
}

/** Tells whether a text names something in one of the places, however it is read. */
export function compileUnder(entries: readonly string[]): (text: string, around: Surroundings) => boolean {
  const places = entries.flatMap((entry) => parsePlace(entry) ?? []);
  const hosts = places.flatMap((place) => ('host' in place ? place.host : []));
  const folders = places.flatMap((place) => ('folder' in place ? place.folder : []));
  return (text, around) => {
    if (text.length > MAX_LENGTH) return false;
    if (hosts.some((host) => isAtHost(text, host))) return true;
    if (folders.length === 0) return false;
    try {
      const paths = toPaths(text, around);
      return paths?.every((path) => folders.some((folder) => isInside(path, folder))) ?? false;
    } catch {
      return false; // what cannot be looked at
    }
  };
}

/** Every absolute path that some reader may take the text for; `undefined` where it cannot be told. */
function toPaths(text: string, around: Surroundings): readonly string[] | undefined {
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
    const absolute = UNREADABLE.test(view) || SCHEME.test(view) ? [] : toAbsolute(view, around);
    if (absolute.length === 0) return undefined;
    paths.push(...absolute);
  }
  // Some readers go the way, some shorten it before they go.
  return [...new Set(paths.flatMap((path) => [path, resolve(path)]))];
}

function toAbsolute(path: string, { cwd, home }: Surroundings): readonly string[] {
  if (path.startsWith('/')) return [path];
  if (!path.startsWith('~')) return [`${cwd}/${path}`];
  if (path !== '~' && !path.startsWith('~/')) return []; // of somebody else, or a name
  const expanded = home + path.slice(1);
  const isName = lstatSync(`${cwd}/~`, { throwIfNoEntry: false }) !== undefined;
  return isName ? [expanded, `${cwd}/${path}`] : [expanded];
}

function isInside(path: string, folder: string): boolean {
  const [inner, outer] = [toRealPath(path), toRealPath(folder)];
  if (!inner || !outer || inner.dangles || outer.dangles) return false;
  if (OF_THE_READER.test(path) || OF_THE_READER.test(inner.path)) return false;
  if (inner.path === outer.path || inner.path.startsWith(outer.path.replace(/\/?$/, '/'))) return true;
  return hasAncestor(inner.path, statSync(outer.path, { throwIfNoEntry: false }));
}

/** Where case does not matter, or a mount shows a folder twice, only the file system knows that two paths are one. */
function hasAncestor(path: string, folder: Stats | undefined): boolean {
  if (!folder?.isDirectory()) return false;
  for (let at = path; ; at = dirname(at)) {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat?.ino === folder.ino && stat.dev === folder.dev) return true;
    if (at === '/') return false;
  }
}
