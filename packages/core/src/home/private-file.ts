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
import { GuardError, isOutOfFiles, TOO_MANY_FILES } from '../errors.js';
import { commandLine, type Hint } from '../hint.js';

/**
 * The text of a file that is private to this user; nothing if there is no file. Throws CONFIG_INVALID for any other file, and
 * INTERNAL for one that may be good and cannot be read now.
 */
export function readPrivate(path: string, maxBytes: number): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK); // no link, and no pipe that hangs us
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw unread(path, cause);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.uid !== process.getuid?.()) throw unusable(path, 'is not a file of this user');
    if ((stat.mode & 0o077) !== 0)
      throw unusable(path, 'can be read by others', { command: commandLine('chmod 600', path) });
    if (stat.size > maxBytes) throw unusable(path, `is larger than ${maxBytes} bytes`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw cause instanceof GuardError ? cause : unread(path, cause);
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
    if (codeOf(error) === 'EEXIST') return false;
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

export const unusable = (path: string, why: string, hint?: Hint): GuardError =>
  new GuardError('CONFIG_INVALID', `${path} ${why}`, { hint });

/** Only the first of these is a fault that its removal mends: what cannot be read may be the only copy of a key. */
const FAULTS: Readonly<Record<string, string>> = {
  ELOOP: 'is a link, which is not followed',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ENXIO: 'is not a file of this user',
  ENOTDIR: 'lies in no folder',
};

/** The error for a file that is there and cannot be opened or read. */
export function unread(path: string, cause: unknown): GuardError {
  const code = codeOf(cause);
  const fault = FAULTS[code];
  if (fault !== undefined)
    return unusable(path, fault, code === 'ELOOP' ? { command: commandLine('rm', path) } : undefined);
  const why = isOutOfFiles(cause) ? TOO_MANY_FILES : code;
  return new GuardError('INTERNAL', `${path} cannot be read now: ${why}`, { cause });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
