import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Claude Code keeps its whole history in the file of its servers. */
export const MAX_BYTES: number = 10 * 1024 * 1024;
const MAX_FILES = 200;

const REASONS: Readonly<Record<string, string>> = {
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
  return explain(() => {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (!entry?.isSymbolicLink()) return entry && { text: readRegular(path) };
    const target = realpathSync(path);
    return { text: readRegular(target), target };
  });
}

/** The paths of a folder's files that end so, sorted. None if there is no such folder; throws `UnreadableFile`. */
export function listFolder(folder: string, end: string): readonly string[] {
  return explain(() => {
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
    if (stat.size > MAX_BYTES) throw new UnreadableFile(`it is larger than ${MAX_BYTES} bytes`);
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) throw new UnreadableFile('it is not UTF-8');
    return bytes.toString();
  } finally {
    closeSync(file);
  }
}

function explain<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UnreadableFile(REASONS[String(error.code)] ?? 'it cannot be read', { cause: error });
  }
}
