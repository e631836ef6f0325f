import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, safe, type DaemonStatus } from '@mcp-guard/core';
import { isSameFile } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';

const MAX_PATH = 500;
/** How long a daemon may take until an edit is in force, in milliseconds, and how often to look. */
const PATIENCE = 10_000;
const LOOK_EVERY = 50;

/** Returns once the daemon that runs with this file has taken up the edit: the next call meets it. @param wanted SHA-256 of the file, in hex */
export async function awaitInForce(
  tools: Pick<CommandTools, 'control' | 'note'>,
  config: string,
  wanted: string,
): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (; performance.now() < until; await delay(LOOK_EVERY)) {
    const running = await findRunningConfig(tools, config);
    if (running === undefined || running.hash === wanted) return;
    // An edit of a configuration that no daemon uses protects no one.
    if (!isSameFile(running.path, config)) {
      return tools.note(`note: the daemon runs with ${safe(running.path, MAX_PATH)}, which stays as it is`);
    }
  }
  tools.note('note: the daemon has not taken it up yet; mcp-guard status says why');
}

/** The configuration of the running daemon; nothing if none runs. */
async function findRunningConfig(
  tools: Pick<CommandTools, 'control'>,
  config: string,
): Promise<DaemonStatus['config'] | undefined> {
  try {
    return (await tools.control(config).get<DaemonStatus>('/status')).config;
  } catch (error) {
    if (error instanceof GuardError) return undefined; // what was written is written
    throw error;
  }
}
