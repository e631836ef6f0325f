import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError } from '@mcp-guard/core';
import { createPrivate } from '@mcp-guard/core/private-file';

/** No work under a lock takes as long, in milliseconds: it is a few requests of ten seconds each. */
const STALE_AFTER = 90_000;
const PATIENCE = 45_000;
const STEP = 50;

/**
 * Does some work while no other process does the same for this path. The lock of a process that died is taken over
 * after a while; throws if another process holds it for too long.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (let waited = 0; !createPrivate(lock, `${process.pid}\n`); waited += STEP) {
    removeStale(lock);
    if (waited >= PATIENCE) throw new GuardError('UPSTREAM_UNAVAILABLE', 'another program is renewing this login');
    await delay(STEP);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function removeStale(lock: string): void {
  if (!isStale(lock)) return;
  const moved = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, moved);
    // Another process may have taken it over in between: then the lock is its own again.
    if (!isStale(moved)) linkSync(moved, lock);
  } catch {
    // another process was faster
  } finally {
    rmSync(moved, { force: true });
  }
}

function isStale(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > STALE_AFTER;
}
