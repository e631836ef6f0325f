import { readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { absoluteEntries } from './find-command.js';
import { writePrivate } from './private-file.js';

export * from './find-command.js';

const USUAL = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/**
 * Keeps the PATH of a terminal as the search path of servers from their next start on. A desktop client's own PATH has
 * no `npx`, and the first client must not decide for the others. Relative and empty entries are left out: they mean the
 * current folder of a program, which may be a stranger's. A PATH without other entries is not kept.
 * @param record `GuardPaths.path`, in a home that exists
 */
export function recordSearchPath(record: string, path: string): void {
  const lasting = withoutRelative(path);
  if (lasting !== '') writePrivate(record, `${lasting}\n`);
}

/** A PATH that means the same in every folder. */
export const withoutRelative = (path: string): string => absoluteEntries(path).join(delimiter);

/** The PATH that was kept last; without one, the folder of this Node and the usual ones of systems. */
export function readSearchPath(record: string): string {
  try {
    return readFileSync(record, 'utf8').trim();
  } catch {
    return [...new Set([dirname(process.execPath), ...USUAL])].join(delimiter);
  }
}
