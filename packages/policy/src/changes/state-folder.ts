import { existsSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { unusable } from '@mcp-guard/core/private-file';

/**
 * Looks at a path in a folder outside of the guard's home; nothing if it is not there. Throws if that cannot be told.
 * @param unknown the consequence, for the message
 */
export function lookOutside(path: string, unknown: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    if (isOurs(dirname(path))) throw unusable(path, `cannot be looked at, so ${unknown}`);
    return undefined; // a home folder of another user, as in containers: nothing of ours was ever kept there
  }
}

/** The nearest folder that can be seen belongs to this user. */
function isOurs(folder: string): boolean {
  try {
    return lstatSync(folder).uid === process.getuid?.();
  } catch {
    return folder === '/' || isOurs(dirname(folder));
  }
}

/** Step by step: `recursive` never ends on a file system that reports a missing parent for each new folder (`/proc`). */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(folder)) throw error; // or another daemon has made it
  }
}
