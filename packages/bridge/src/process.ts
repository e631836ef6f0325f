import { endProcess } from '@mcp-guard/core';
import { runBridge, type BridgeOptions } from './bridge.js';

/** The bridge as a process: an error before the session starts ends it. */
export async function connect(options: BridgeOptions): Promise<void> {
  try {
    await runBridge(options);
  } catch (thrown) {
    endProcess(thrown);
    process.exit();
  }
}
