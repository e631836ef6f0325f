import { GuardError, type StopReport } from '@mcp-guard/core';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { CommandTools, ConfigOption, RegisterCommand } from '../command.js';
import { count } from '../count.js';

const EXIT_TIMEOUT = 10_000;

export const stop: RegisterCommand = (program, tools) => {
  program
    .command('stop')
    .description('stop the daemon after letting calls in flight finish')
    .option('-c, --config <file>', 'the configuration it runs with')
    .addHelpText('after', '\nExample:\n  mcp-guard stop')
    .action(async ({ config }: ConfigOption) => {
      const report = await stopDaemon(tools, tools.findConfig(config));
      const unanswered = report.unanswered > 0 ? `, ${count(report.unanswered, 'call')} without an answer` : '';
      tools.print(`daemon stopped (pid ${report.pid}); ${count(report.sessions, 'session')} ended${unanswered}`);
    });
};

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
