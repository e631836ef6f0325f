/** Files of people and of other programs, read and replaced as whole texts. */
import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Claude Code keeps its whole history in the file of its servers. */
export const MAX_TEXT_BYTES: number = 10 * 1024 * 1024;
const MAX_FILES = 200;

const READING: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to read it',
  ELOOP: 'it is a link that leads back to itself',
  ENOENT: 'it is a link that leads to nothing',
};

/** Why an existing path cannot be read, in words. */
export class UnreadableFile extends Error {}

export interface FileText {
  /** Exactly what the file holds. */
  readonly text: string;
  /** The real place, if the path is a link. */
  readonly target?: string;
}

/** Reads what a client reads: links are followed. Nothing if there is no such file; throws `UnreadableFile`. */
export function readText(path: string): FileText | undefined {
  return explainRead(() => {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (!entry?.isSymbolicLink()) return entry && { text: readRegular(path) };
    const target = realpathSync(path);
    return { text: readRegular(target), target };
  });
}

/** The paths of a folder's files that end so, sorted. None if there is no such folder; throws `UnreadableFile`. */
export function listFolder(folder: string, end: string): readonly string[] {
  return explainRead(() => {
    if (!lstatSync(folder, { throwIfNoEntry: false })) return [];
    const names = readdirSync(folder).filter((name) => name.endsWith(end));
    if (names.length > MAX_FILES) throw new UnreadableFile(`there are more than ${MAX_FILES} files`);
    return names.toSorted().map((name) => join(folder, name));
  });
}

function readRegular(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK); // a pipe must not hang us
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new UnreadableFile('it is not a regular file');
    if (stat.size > MAX_TEXT_BYTES) throw new UnreadableFile(`it is larger than ${MAX_TEXT_BYTES} bytes`);
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) throw new UnreadableFile('it is not UTF-8');
    return bytes.toString();
  } finally {
    closeSync(file);
  }
}

function explainRead<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UnreadableFile(READING[String(error.code)] ?? 'it cannot be read', { cause: error });
  }
}

/** Why a file stays as it is, in words. */
export class CannotReplace extends Error {}

const WRITING: Readonly<Record<string, string>> = {
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
  return new CannotReplace(WRITING[code] ?? 'it cannot be written', { cause: error });
}
