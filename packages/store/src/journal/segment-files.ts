import { closeSync, constants, fstatSync, fsyncSync, lstatSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, GuardError, isOutOfFiles, type Hint } from '@mcp-guard/core';

const DIGITS = 10;
const NAME = new RegExp(`^\\d{${DIGITS}}\\.journal$`);
/** Ends the name of a segment that was changed by others: it is kept, and never read again. */
const SET_ASIDE = /\.journal\.set-aside(?:-\d+)?$/;

export const segmentName = (segment: number): string => `${String(segment).padStart(DIGITS, '0')}.journal`;

/** Makes the folder of a journal private to our user, or throws CONFIG_INVALID. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  checkFolder(folder);
}

/** Throws CONFIG_INVALID unless it is a folder that only our user reaches. */
export function checkFolder(folder: string): void {
  const stat = lstatSync(folder);
  if (!stat.isDirectory()) throw unusable(folder, 'is not a folder');
  if (stat.uid !== process.getuid?.()) throw unusable(folder, 'belongs to another user');
  if ((stat.mode & 0o077) !== 0)
    throw unusable(folder, 'can be reached by other users', { command: commandLine('chmod 700', folder) });
}

/** Numbers of the segments in a folder, ascending; none if there is no folder. */
export const listSegments = (folder: string): readonly number[] =>
  listNames(folder)
    .filter((name) => NAME.test(name))
    .map((name) => Number.parseInt(name, 10))
    .toSorted((a, b) => a - b);

/** Names of the segments that were set aside because others had changed them. */
export const listSetAside = (folder: string): readonly string[] =>
  listNames(folder)
    .filter((name) => SET_ASIDE.test(name))
    .toSorted();

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Opens a segment for reading; `undefined` if there is none. Throws CONFIG_INVALID unless it is a file of our user alone. */
export function openSegment(folder: string, segment: number): number | undefined {
  const path = join(folder, segmentName(segment));
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK); // no link, and no pipe that hangs us
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw isOutOfFiles(error) ? error : unusable(path, 'cannot be read');
  }
  try {
    checkSegment(file, path);
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function checkSegment(file: number, path: string): void {
  const stat = fstatSync(file);
  if (!stat.isFile() || stat.nlink > 1) throw unusable(path, 'is not a file of its own');
  if (stat.uid !== process.getuid?.()) throw unusable(path, 'belongs to another user');
  if ((stat.mode & 0o077) !== 0)
    throw unusable(path, 'can be read by other users', { command: commandLine('chmod 600', path) });
}

/** Makes durable which files a folder has. */
export function syncFolder(folder: string): void {
  const file = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const unusable = (path: string, why: string, hint?: Hint): GuardError =>
  new GuardError('CONFIG_INVALID', `the journal ${path} ${why}`, { hint });

const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT');

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
