import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { ScannedFile } from './rule.js';

/**
 * Whether a program of this machine is named that is not there. What a project's file names is on the machine of
 * no matter who wrote it, and what we may not see may be there.
 */
export function isGone(path: string, { scope }: Pick<ScannedFile, 'scope'>): boolean {
  if (scope !== 'user' || !isAbsolute(path) || path.includes('\0')) return false;
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
