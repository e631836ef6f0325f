import { GuardError } from '@mcp-guard/core';
import type { CommandTools } from '../command.js';

/**
 * Throws UNAUTHENTICATED if the daemon finds this process among those of a client. Without a daemon there are none.
 * @param confirmed by a person: `status` need not ask whether they were seen
 */
export async function askDaemon(
  tools: Pick<CommandTools, 'control'>,
  config: string,
  confirmed: readonly string[],
): Promise<void> {
  try {
    await tools.control(config).post('/edits/loosen', { confirmed });
  } catch (error) {
    if (!(error instanceof GuardError) || error.code !== 'DAEMON_UNAVAILABLE') throw error;
  }
}
