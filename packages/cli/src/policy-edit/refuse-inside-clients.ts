import { GuardError } from '@mcp-guard/core';
import type { CommandTools } from '../command.js';

/** Throws UNAUTHENTICATED if the daemon finds this process among those of a client. Without a daemon there are none. */
export async function refuseInsideClients(tools: CommandTools, config: string): Promise<void> {
  try {
    await tools.control(config).post('/edits/loosen', {});
  } catch (error) {
    if (!(error instanceof GuardError) || error.code !== 'DAEMON_UNAVAILABLE') throw error;
  }
}
