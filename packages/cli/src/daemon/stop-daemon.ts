import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, isAlive, type StopReport } from '@mcp-guard/core';
import type { CommandTools } from '../command.js';
import { withProgress } from '../output/progress.js';

const EXIT_TIMEOUT = 10_000;

/** Returns when the daemon has released its home. Its process may still be listed until its parent reaps it. */
export async function stopDaemon(tools: CommandTools, config: string): Promise<StopReport> {
  const stopped = tools.control(config).post<StopReport>('/stop');
  const report = await withProgress(tools, 'waiting for calls in flight to finish', stopped);
  const { pid: pidPath } = tools.findPaths(config);
  const deadline = performance.now() + EXIT_TIMEOUT;
  while (readFileSync(pidPath, 'utf8') !== '' && isAlive(report.pid)) {
    if (performance.now() > deadline) throw new GuardError('INTERNAL', `the daemon (pid ${report.pid}) does not end`);
    await delay(10);
  }
  return report;
}

/** For `catch`: there was none to stop. */
export function ifRunning(error: unknown): undefined {
  if (!(error instanceof GuardError && error.code === 'DAEMON_UNAVAILABLE')) throw error;
}
