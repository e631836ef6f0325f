import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { GuardError } from './errors.js';

/** The text of a file that is this user's alone; nothing where there is none. Throws CONFIG_INVALID for any other. */
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

/** Replaces a file of this user's alone; a reader sees the old text or the new one. */
export function writePrivate(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

export const unusable = (path: string, why: string, hint?: string): GuardError =>
  new GuardError('CONFIG_INVALID', `${path} ${why}`, hint === undefined ? {} : { hint });
