import { endProcess, GuardError } from '@mcp-guard/core';
import { runBridge, type BridgeOptions } from './bridge.js';

/** The bridge as a process: an error before the session starts is reported on standard error and to the client, and ends it. */
export async function connect(options: BridgeOptions): Promise<void> {
  try {
    await runBridge(options);
  } catch (thrown) {
    await refuse(thrown);
  }
}

/** The same for a command line that is not understood. */
export const refuseUsage = (why: string): Promise<void> => refuse(new GuardError('USAGE', why));

/** Ends the bridge without a session. */
async function refuse(thrown: unknown): Promise<void> {
  endProcess(thrown);
  try {
    const { answerFirst } = await import('./answer-first.js'); // seldom needed
    await answerFirst(thrown);
  } finally {
    process.exit();
  }
}
