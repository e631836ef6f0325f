import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GuardError, safeJsonLines, safeLines } from '@mcp-guard/core';
import { daemonEnvironment } from '@mcp-guard/core/start-daemon';
import { agreeTo } from '../agree.js';
import type { CommandTools, ConfigOption, RegisterCommand } from '../command.js';
import { settleConfig } from '../settle-config.js';
import { startDetached, findRunning, namedVariables } from '../start-daemon.js';

export const start: RegisterCommand = (program, tools) => {
  program
    .command('start')
    .description('start the daemon; clients start it by themselves too')
    .option('-d, --daemon', 'in the background; returns when it answers')
    .option('-c, --config <file>', 'the configuration; default ./mcp-guard.yaml, or the one in the home')
    .option('--yes', 'do not ask about what differs from the last start')
    .addHelpText('after', '\nExample:\n  mcp-guard start -d')
    .action(async ({ daemon, config, yes = false }: ConfigOption & { daemon?: true; yes?: boolean }) => {
      const path = await settleConfig(tools, config, 'start');
      const running = await findRunning(tools, path);
      if (running) {
        const other = running.config.path === path ? '' : ` with ${running.config.path}`;
        throw new GuardError(
          'DAEMON_UNAVAILABLE',
          `a daemon is already running${other} (pid ${running.pid}); nothing was changed`,
        );
      }
      await agreeTo(tools, path, { command: 'start', yes, runs: false });
      if (daemon) await startDetached(tools, path);
      else tools.setExit(await runInForeground(tools, path));
    });
};

/** The terminal's signals reach the daemon too; this process waits for it and ends as it does. */
async function runInForeground(
  { daemonProgram, version, entrance, env }: CommandTools,
  config: string,
): Promise<number> {
  const args = [daemonProgram, '--version', version, '--home', entrance.home, '--config', config, '--typed'];
  const child = spawn(process.execPath, args, {
    stdio: ['inherit', 'pipe', 'pipe'],
    env: daemonEnvironment({ env, typed: true, inherit: namedVariables(config) }),
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process
    .on('SIGINT', () => undefined)
    .on('SIGTERM', forward)
    .on('SIGHUP', forward);
  child.stdout.setEncoding('utf8').on('data', (rows: string) => process.stdout.write(safeJsonLines(rows)));
  child.stderr.setEncoding('utf8').on('data', (words: string) => process.stderr.write(safeLines(words)));
  await once(child, 'close');
  return child.exitCode ?? 1;
}
