import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { GuardError } from '../errors.js';

/** The text of a file that is private to this user; nothing if there is no file. Throws CONFIG_INVALID for any other file. */
export function readPrivate(path: string, maxBytes: number): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK); // no link, and no pipe that hangs us
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw unusable(path, 'cannot be read', `rm ${path}`);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.uid !== process.getuid?.()) throw unusable(path, 'is not a file of this user');
    if ((stat.mode & 0o077) !== 0) throw unusable(path, 'can be read by others', `chmod 600 ${path}`);
    if (stat.size > maxBytes) throw unusable(path, `is larger than ${maxBytes} bytes`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** Replaces a private file; a reader sees the old text or the new one. */
export const writePrivate = (path: string, text: string): void =>
  withDraft(path, text, (draft) => renameSync(draft, path));

/** Creates a private file, or reports that it exists already; a reader sees no file or the whole text. */
export function createPrivate(path: string, text: string): boolean {
  try {
    withDraft(path, text, (draft) => {
      linkSync(draft, path);
      rmSync(draft);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function withDraft(path: string, text: string, place: (draft: string) => void): void {
  const draft = `${path}.${randomUUID()}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
    place(draft);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

export const unusable = (path: string, why: string, hint?: string): GuardError =>
  new GuardError('CONFIG_INVALID', `${path} ${why}`, hint === undefined ? {} : { hint });
