import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { GuardError } from '@mcp-guard/core';
import { tryLock } from './native.js';

/** Held as long as this process lives, however it ends: a stale pid file does not lock out the next daemon. */
export interface DaemonLock {
  release(): void;
}

/** Throws DAEMON_UNAVAILABLE if another daemon has this home. */
export function lockHome(pidPath: string): DaemonLock {
  const file = openSync(pidPath, 'a+', 0o600);
  if (!tryLock(file)) {
    closeSync(file);
    const pid = readFileSync(pidPath, 'utf8').trim();
    throw new GuardError(
      'DAEMON_UNAVAILABLE',
      `a daemon is already running${pid && ` (pid ${pid})`}; nothing was changed`,
    );
  }
  ftruncateSync(file);
  writeSync(file, `${process.pid}\n`);
  return {
    release() {
      ftruncateSync(file);
      closeSync(file);
    },
  };
}
