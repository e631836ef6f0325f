import { GuardError } from '@mcp-guard/core';
import { agreeTo } from '../person/agree.js';
import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { runInForeground } from '../daemon/foreground.js';
import { settleConfig } from '../person/settle-config.js';
import { findRunning, reportDaemon, startDetached } from '../daemon/start-daemon.js';

interface StartOptions extends ConfigOption {
  readonly daemon?: true;
  readonly yes?: boolean;
  readonly json?: true;
  readonly quiet?: boolean;
}

export const start: RegisterCommand = (program, tools) => {
  program
    .command('start')
    .description('start the daemon; clients also start it on demand')
    .option('-d, --daemon', 'in the background; returns when it answers')
    .option(...CONFIG_OPTION)
    .option('--yes', 'do not ask about what differs from the last start')
    .option('--json', 'with -d: machine-readable output')
    .option('-q, --quiet', 'in the foreground: say nothing')
    .addHelpText('after', '\nExample:\n  mcp-guard start -d')
    .action(async ({ daemon, config, yes = false, json, quiet = false }: StartOptions) => {
      if (json && !daemon) throw new GuardError('USAGE', '--json needs -d');
      const path = await settleConfig(tools, config, 'start');
      const running = await findRunning(tools, path);
      if (running && daemon && running.config.path === path) return reportDaemon(tools, 'already runs', running, json);
      if (running) {
        const other = running.config.path === path ? '' : ` with ${running.config.path}`;
        throw new GuardError(
          'DAEMON_UNAVAILABLE',
          `a daemon is already running${other} (pid ${running.pid}); nothing was changed`,
        );
      }
      await agreeTo(tools, path, { command: 'start', yes, runs: false });
      if (daemon) reportDaemon(tools, 'started', await startDetached(tools, path), json);
      else tools.setExit(await runInForeground(tools, path, quiet));
    });
};
