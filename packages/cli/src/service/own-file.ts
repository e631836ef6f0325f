import { lstatSync, mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandLine, GuardError, type Hint } from '@mcp-guard/core';
import { readPrivate, writePrivate } from '@mcp-guard/core/private-file';
import { MARK } from './service-manager.js';

const MAX_BYTES = 65_536;

/** The text of our file; nothing if there is none. Throws CONFIG_INVALID for a file that we have not written. */
export function readOwn(path: string): string | undefined {
  const text = readPrivate(path, MAX_BYTES);
  if (text === undefined || text.includes(MARK)) return text;
  throw new GuardError('CONFIG_INVALID', `${path} was not written by mcp-guard; nothing was changed`, {
    hint: { words: 'look at it, and move it away:', command: commandLine('mv', path, `${path}.old`) },
  });
}

/** Writes our file, private to the user, in a folder of the user. Throws CONFIG_INVALID if another file or a link is there. */
export function writeOwn(path: string, text: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const each of [folder, dirname(folder)]) insistOnOwn(each);
  readOwn(path);
  writePrivate(path, text);
}

/** Removes our file, and its folder if nothing else is in it. */
export function removeOwn(path: string): void {
  if (readOwn(path) !== undefined) rmSync(path);
}

/** A folder in which something else stands, or that is not there, stays as it is. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it is not ours alone
  }
}

/** A program that starts with each login must not lead to where others write. */
function insistOnOwn(folder: string): void {
  const stat = lstatSync(folder);
  const refuse = (why: string, hint: Hint): never => {
    throw new GuardError('CONFIG_INVALID', `${folder} ${why}; nothing was changed`, { hint });
  };
  if (!stat.isDirectory())
    refuse('is no folder, or a link to one', {
      words: 'make a folder of it; this is what stands there:',
      command: commandLine('ls -ld', folder),
    });
  if (stat.uid !== process.getuid?.()) refuse('belongs to another user', { command: commandLine('ls -ld', folder) });
  if ((stat.mode & 0o022) !== 0) refuse('can be written by others', { command: commandLine('chmod go-w', folder) });
}
