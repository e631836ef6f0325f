import type { RegisterCommand } from '../command.js';
import { JSON_HELP, tellIn, type JsonOption } from '../output/json-messages.js';
import type { UninstallOptions } from '../uninstall/run-uninstall.js';

export const uninstall: RegisterCommand = (program, tools) => {
  program
    .command('uninstall')
    .description('restore the clients, stop the daemon, and list the files that remain')
    .option('--yes', 'do not ask')
    .option('--purge', 'then remove the record, the rules and the secrets too; asks at a terminal')
    .addHelpText('after', '\nExample:\n  mcp-guard uninstall')
    .option('--json', JSON_HELP)
    .action(async (options: UninstallOptions & JsonOption) => {
      const { runUninstall } = await import('../uninstall/run-uninstall.js'); // with the formats of clients
      await tellIn(tools, options, (told) => runUninstall(told, options));
    });
};
