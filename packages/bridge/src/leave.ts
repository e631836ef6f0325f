import { endProcess, GuardError } from '@mcp-guard/core';
import { toError } from './greet.js';

/** Reports why the session is over. Without a farewell that is no error if the client has ended its input. */
export function leave(farewell: Buffer | undefined, hasInputEnded: boolean): void {
  if (farewell) endProcess(toError(farewell));
  else if (!hasInputEnded) endProcess(new GuardError('DAEMON_UNAVAILABLE', 'the daemon is gone'));
}
