import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { GuardError, type GuardPaths } from '@mcp-guard/core';
import { withLock } from './with-lock.js';

/** Allows one `init` or `init --undo` at a time. Throws CONFIG_INVALID if our files cannot be written. */
export function withInitLock<Result>(paths: GuardPaths, work: () => Promise<Result>): Promise<Result> {
  makeFolder(paths.home);
  if (existsSync(paths.backups)) makeFolder(paths.backups);
  return withLock(`${paths.home}/init.lock`, work);
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new GuardError('CONFIG_INVALID', `${path} cannot be created or written`, { cause });
  }
}
