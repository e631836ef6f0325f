import type { ConfigOption, RegisterCommand } from '../command.js';
import { findRunning, startDetached } from './start.js';
import { stopDaemon } from './stop.js';

export const restart: RegisterCommand = (program, tools) => {
  program
    .command('restart')
    .description('stop the daemon, if there is one, and start it in the background')
    .option('-c, --config <file>', 'the configuration')
    .addHelpText('after', '\nExample:\n  mcp-guard restart')
    .action(async ({ config }: ConfigOption) => {
      const path = tools.findConfig(config);
      await tools.load(path); // before there is no daemon at all
      if (await findRunning(tools, path)) await stopDaemon(tools, path);
      await startDetached(tools, path);
    });
};
