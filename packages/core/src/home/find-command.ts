import { accessSync, constants, statSync, type Stats } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Entries of a search path that are looked at. */
const MAX_ENTRIES = 1024;

/**
 * The entries of a search path that lead to the same folder everywhere. An empty or relative one would be the client's
 * folder, which may be a stranger's.
 */
export const absoluteEntries = (path: string): readonly string[] =>
  path.split(delimiter).slice(0, MAX_ENTRIES).filter(isAbsolute);

/**
 * Every program of this name on a search path, in its order. A folder that cannot be entered, for whatever reason, has
 * none: a PATH that another user has left names such folders.
 */
export const findOnPath = (name: string, path: string): readonly string[] =>
  absoluteEntries(path)
    .map((folder) => join(folder, name))
    .filter(isExecutable);

/** The absolute path of the program that a shell would start for `command`; `undefined` if there is none. */
export function findCommand(command: string, path: string, cwd: string): string | undefined {
  if (!command.includes('/')) return findOnPath(command, path)[0];
  const file = resolve(cwd, command);
  return isExecutable(file) ? file : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return look(file)?.isFile() ?? false;
  } catch {
    return false;
  }
}

/** Looks at what a path leads to; nothing if it leads nowhere, or this process may not see it. */
export function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
