import { GuardError } from '@mcp-guard/core';
import type { RegisterCommand } from '../command.js';

/** For the help only: the bin starts the bridge without loading any of this. */
export const connect: RegisterCommand = (program) => {
  program
    .command('connect')
    .description('relay an MCP client to a server; this is what clients start')
    .requiredOption('-s, --server <name>', 'a server of the configuration')
    .option('-c, --config <file>', 'the configuration; default the one in the home')
    .addHelpText('after', '\nExample:\n  mcp-guard connect -s filesystem')
    .action(() => {
      throw new GuardError('INTERNAL', 'the bridge is started by the bin');
    });
};
