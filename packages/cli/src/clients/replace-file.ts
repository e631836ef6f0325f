import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readText } from './read-files.js';

/** Why a client's file stays as it is, in words. */
export class CannotReplace extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write it',
  EPERM: 'there is no permission to write it',
  EROFS: 'it is on a file system that cannot be written',
  ENOSPC: 'there is no space left',
  EDQUOT: 'there is no space left',
};

/** Beside the file, since a rename is atomic only there. A kill in between leaves it; the next run removes it. */
export const draftOf = (path: string): string => join(dirname(path), `.${basename(path)}.mcp-guard`);

/**
 * Replaces a file atomically: a reader sees the old text or the new one. Mode and owner stay; a new file is
 * this user's alone. Throws `CannotReplace`, also if the file has changed since it was read.
 * @param path no link
 * @param expected nothing if there was no file
 */
export function replaceFile(path: string, expected: string | undefined, text: string): void {
  const draft = draftOf(path);
  try {
    const mode = expected === undefined ? 0o600 : modeOf(path);
    rmSync(draft, { force: true });
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(file, text);
      fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (readText(path)?.text !== expected) throw new CannotReplace('it was changed meanwhile; try again');
    renameSync(draft, path);
  } catch (error) {
    remove(draft);
    throw explain(error);
  }
}

function modeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new CannotReplace('it is gone');
  if (stat.uid !== process.getuid?.()) throw new CannotReplace('it belongs to another user');
  return stat.mode & 0o777;
}

function remove(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // the same reason that the write failed for
  }
}

function explain(error: unknown): CannotReplace {
  if (error instanceof CannotReplace) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new CannotReplace(REASONS[code] ?? 'it cannot be written', { cause: error });
}
