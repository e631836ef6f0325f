import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { checkHealth } from '../daemon/check-health.js';

export const health: RegisterCommand = (program, tools) => {
  program
    .command('health')
    .description('the same as: status --check')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard health || mcp-guard restart')
    .action((options: ConfigOption & { json?: true }) => checkHealth(tools, options));
};
