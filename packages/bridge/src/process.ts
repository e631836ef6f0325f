import { GuardError } from '@mcp-guard/core';
import { runBridge, type BridgeOptions } from './bridge.js';

/** The bridge as a process: what goes wrong before there is a session ends it with words and an exit code. */
export async function connect(options: BridgeOptions): Promise<void> {
  try {
    await runBridge(options);
  } catch (thrown) {
    if (thrown instanceof Error && 'exit' in thrown && !(thrown instanceof GuardError)) {
      process.stderr.write(thrown.message); // the words of a daemon that did not start
      process.exit(Number(thrown.exit));
    }
    const { message, hint, exit } = GuardError.from(thrown);
    process.stderr.write(`mcp-guard: ${message}${hint === undefined ? '' : ` (${hint})`}\n`);
    process.exit(exit);
  }
}
