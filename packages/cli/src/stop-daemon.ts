import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, type StopReport } from '@mcp-guard/core';
import type { CommandTools } from './command.js';

const EXIT_TIMEOUT = 10_000;

/** Returns when the daemon has released its home. Its process may still be listed until its parent reaps it. */
export async function stopDaemon(tools: CommandTools, config: string): Promise<StopReport> {
  const report = await tools.control(config).post<StopReport>('/stop');
  const { pid: pidPath } = tools.findPaths(config);
  const deadline = performance.now() + EXIT_TIMEOUT;
  while (readFileSync(pidPath, 'utf8') !== '' && isAlive(report.pid)) {
    if (performance.now() > deadline) throw new GuardError('INTERNAL', `the daemon (pid ${report.pid}) does not end`);
    await delay(10);
  }
  return report;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
