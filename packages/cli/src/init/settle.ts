import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { CommandTools } from '../command.js';
import { awaitInForce } from '../daemon/await-in-force.js';
import { ifRunning, stopDaemon } from '../daemon/stop-daemon.js';

/**
 * Does what tries servers. Afterwards it ends the daemon that the trial has started if no configuration is left for it,
 * and waits until one that goes on has taken up what was written.
 * @param ranBefore whether it ran before
 */
export async function settleAfter<T>(
  tools: CommandTools,
  { config, ranBefore }: { readonly config: string; readonly ranBefore: boolean },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } finally {
    if (existsSync(config)) await awaitInForce(tools, config, hash('sha256', readFileSync(config)));
    else if (!ranBefore) await stopDaemon(tools, config).catch(ifRunning);
  }
}
