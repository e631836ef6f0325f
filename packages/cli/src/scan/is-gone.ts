import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { ScannedFile } from './rule.js';

/**
 * A named program of this machine is missing. A project's file names programs of its author's machine, and a path that
 * this process may not see may exist.
 */
export function isGone(path: string, { scope }: Pick<ScannedFile, 'scope'>): boolean {
  if (scope !== 'user' || !isAbsolute(path) || path.includes('\0')) return false;
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
