import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { GuardError } from '@mcp-guard/core';

/** Does something that only one process may do at a time; one that was killed keeps nobody out. */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  take(path, 2);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string, tries: number): void {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, String(process.pid));
    closeSync(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const holder = holderOf(path);
    if (tries === 1 || isAlive(holder)) {
      throw new GuardError('CONFIG_INVALID', `another mcp-guard init is at work (pid ${holder})`, {
        hint: `or remove ${path}`,
      });
    }
    rmSync(path, { force: true });
    take(path, tries - 1);
  }
}

const holderOf = (path: string): number => Number.parseInt(readFileSync(path, 'utf8'), 10) || 0;

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
