import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { GuardError, isAlive } from '@mcp-guard/core';
import { createPrivate, readPrivate } from '@mcp-guard/core/private-file';

const MAX_LOCK_BYTES = 256;

/** Runs something that only one process may do at a time; the lock of a killed process blocks no other. */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const mine = `${process.pid} ${randomUUID()}`;
  take(path, mine);
  try {
    return await work();
  } finally {
    if (read(path) === mine) rmSync(path);
  }
}

/** Creates a lock; throws CONFIG_INVALID if another process holds it. */
function take(path: string, mine: string): void {
  if (createPrivate(path, mine)) return;
  const found = read(path);
  if (isHeld(found)) throw busy(path, found);
  removeStale(path, mine);
  if (!createPrivate(path, mine)) throw busy(path, read(path));
}

/** Processes do this in turns, each checking again: another could have removed the lock and created its own. */
function removeStale(path: string, mine: string): void {
  const removing = `${path}.stale`;
  if (!createPrivate(removing, mine)) throw busy(removing, read(removing));
  try {
    const lock = read(path);
    if (lock !== undefined && !isHeld(lock)) rmSync(path);
  } finally {
    rmSync(removing);
  }
}

const read = (path: string): string | undefined => readPrivate(path, MAX_LOCK_BYTES);

const pidOf = (lock = ''): number => Number.parseInt(lock, 10) || 0;

const isHeld = (lock: string | undefined): boolean => isAlive(pidOf(lock));

const busy = (path: string, lock: string | undefined): GuardError =>
  new GuardError('CONFIG_INVALID', `another mcp-guard init is at work (pid ${pidOf(lock) || 'unknown'})`, {
    hint: `or remove ${path}`,
  });
