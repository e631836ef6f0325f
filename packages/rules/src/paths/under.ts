import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { canonicalName, decodePercent } from '@mcp-guard/core';
import { isAtHost, parseFolderOrHost, type FsBudget } from '@mcp-guard/policy';
import { createFolderTest } from './folder-test.js';
import type { PathContext } from './path-context.js';

/** Longer texts are no paths (PATH_MAX) and no URLs. */
const MAX_LENGTH = 4096;
/** A backslash is a separator for some readers; control characters and invalid text end a name for some. */
const UNREADABLE = /[\p{Cc}\p{Cs}\ufffd\\]/u;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const FILE_URI = /^file:\/\/(?:localhost)?(\/[^?#]*)$/i;

/** A text names something in one of the places for every reader. */
export type IsUnder = (text: string, around: PathContext, looks: FsBudget) => boolean;

/** Once the budget is used up, nothing is in a folder. */
export function compileUnder(entries: readonly string[]): IsUnder {
  const places = entries.flatMap((entry) => parseFolderOrHost(entry) ?? []);
  const hosts = places.flatMap((place) => ('host' in place ? place.host : []));
  const folders = places.flatMap((place) => ('folder' in place ? place.folder : []));
  const isInFolder = createFolderTest(folders);
  return (text, around, looks) => {
    if (text.length > MAX_LENGTH) return false;
    if (hosts.some((host) => isAtHost(text, host))) return true;
    if (folders.length === 0) return false;
    try {
      return toPaths(text, around, looks)?.every((path) => isInFolder(path, looks)) ?? false;
    } catch {
      return false; // it cannot be looked up
    }
  };
}

/** Every absolute path that some reader may take the text for; `undefined` if that is unclear. */
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
  // Some readers follow the steps, some shorten them first.
  return [...new Set(paths.flatMap((path) => [path, resolve(path)]))];
}

/** One for each folder that a relative path may start in: it is inside only if it is inside from all of them. */
function toAbsolute(path: string, { folders, home }: PathContext, looks: FsBudget): readonly string[] {
  if (path.startsWith('/')) return [path];
  const started = folders.map((folder) => `${folder}/${path}`);
  if (!path.startsWith('~')) return started;
  if (path !== '~' && !path.startsWith('~/')) return []; // the home of another user, or a plain name
  const named = folders.filter((folder) => {
    looks.spend(folder);
    return lstatSync(`${folder}/~`, { throwIfNoEntry: false }) !== undefined;
  });
  return [home + path.slice(1), ...named.map((folder) => `${folder}/${path}`)];
}
