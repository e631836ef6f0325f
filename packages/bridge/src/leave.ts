import { endProcess, GuardError } from '@mcp-guard/core';
import { toError } from './greet.js';

/**
 * Reports why the session is over.
 * @param isDone without a farewell it is no error, as far as this process knows
 * @param whenGone called if the daemon has ended without a word
 */
export function leave(farewell: Buffer | undefined, isDone: boolean, whenGone: () => void): void {
  if (farewell) return endProcess(toError(farewell));
  if (isDone) return;
  endProcess(new GuardError('DAEMON_UNAVAILABLE', 'the daemon is gone'));
  whenGone();
}
