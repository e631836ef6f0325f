import { readFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute } from 'node:path';
import { writePrivate } from './private-file.js';

export * from './find-command.js';

const USUAL = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/**
 * Keeps the PATH of a terminal, with which servers are found from their next start on. A desktop client's own has no
 * `npx`, and the first client to come must not decide for the others. Relative and empty entries are left out: they mean
 * the folder in which a program looks, which may be a stranger's; nothing is kept where no others are there.
 * @param record `GuardPaths.path`, in a home that is there
 */
export function recordSearchPath(record: string, path: string): void {
  const lasting = withoutRelative(path);
  if (lasting !== '') writePrivate(record, `${lasting}\n`);
}

/** A PATH that means the same in every folder. */
export const withoutRelative = (path: string): string => path.split(delimiter).filter(isAbsolute).join(delimiter);

/** The PATH that was kept last; where none was, the folder of this Node and those that systems have. */
export function readSearchPath(record: string): string {
  try {
    return readFileSync(record, 'utf8').trim();
  } catch {
    return [...new Set([dirname(process.execPath), ...USUAL])].join(delimiter);
  }
}
