import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { printToken } from '../daemon/print-token.js';

export const dashboardToken: RegisterCommand = (program, tools) => {
  program
    .command('dashboard-token')
    .description('the same as: dashboard --token')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .addHelpText(
      'after',
      '\nExamples:\n  mcp-guard dashboard-token\n  curl -H "Authorization: Bearer $(mcp-guard dashboard-token)" http://127.0.0.1:9777/metrics',
    )
    .action((options: ConfigOption & { json?: true }) => printToken(tools, options));
};
