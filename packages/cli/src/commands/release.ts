import { release as releaseHalt } from '../approvals/release.js';
import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { JSON_HELP, tellIn, type JsonOption } from '../output/json-messages.js';

export const release: RegisterCommand = (program, tools) => {
  program
    .command('release')
    .description('let calls pass again after a panic; needs a terminal')
    .option(...CONFIG_OPTION)
    .option('--json', JSON_HELP)
    .addHelpText('after', '\nExample:\n  mcp-guard release')
    .action((options: ConfigOption & JsonOption) =>
      tellIn(tools, options, async (told) =>
        told.print((await releaseHalt(told, options)) ? 'calls pass again' : 'no halt is in force: calls pass'),
      ),
    );
};
