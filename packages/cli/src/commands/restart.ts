import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { agreeTo } from '../person/agree.js';
import { settleConfig } from '../person/settle-config.js';
import { findRunning, reportDaemon, startDetached } from '../daemon/start-daemon.js';
import { stopDaemon } from '../daemon/stop-daemon.js';

export const restart: RegisterCommand = (program, tools) => {
  program
    .command('restart')
    .description('stop the daemon, if there is one, and start it in the background')
    .option(...CONFIG_OPTION)
    .option('--yes', 'do not ask about what differs from the last start')
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard restart')
    .action(async ({ config, yes = false, json }: ConfigOption & { yes?: boolean; json?: true }) => {
      const path = await settleConfig(tools, config, 'restart');
      await tools.load(path); // before there is no daemon at all
      const running = await findRunning(tools, path);
      await agreeTo(tools, path, { command: 'restart', yes, runs: running?.config.path === path });
      if (running) await stopDaemon(tools, path);
      reportDaemon(tools, 'started', await startDetached(tools, path), json);
    });
};
