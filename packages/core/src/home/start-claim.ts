import { readFileSync, rmSync, statSync } from 'node:fs';
import { isAlive } from '../is-alive.js';
import { createPrivate } from './private-file.js';

/** How long a claim counts, in milliseconds; then its process may be busy with something else, or be another one. */
const TRUST_FOR = 5000;

/**
 * Chooses one of the processes that want a daemon at the same moment, so that a client with thirty servers does not start
 * thirty daemons of which one may live. Only saves work: where two have the claim, the lock of the home decides.
 * @returns how the claim is given back, or nothing if another living process has it
 */
export function claimStart(path: string): (() => void) | undefined {
  try {
    if (isHeld(path)) return undefined;
    rmSync(path, { force: true });
    if (!createPrivate(path, `${process.pid}\n`)) return undefined;
  } catch {
    return () => undefined; // there is no home yet, or none that can be written: the daemon says what is wrong
  }
  return () => rmSync(path, { force: true });
}

function isHeld(path: string): boolean {
  const at = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (at === undefined || Math.abs(Date.now() - at) > TRUST_FOR) return false;
  return isAlive(Number.parseInt(readFileSync(path, 'utf8'), 10));
}
