import { GuardError, readKey } from '@mcp-guard/core';
import type { ConfigOption, RegisterCommand } from '../command.js';

export const dashboardToken: RegisterCommand = (program, tools) => {
  program
    .command('dashboard-token')
    .description('print the token that programs read with: /metrics, /api')
    .option('-c, --config <file>', 'the configuration that the daemon runs with')
    .addHelpText(
      'after',
      '\nExamples:\n  mcp-guard dashboard-token\n  curl -H "Authorization: Bearer $(mcp-guard dashboard-token)" http://127.0.0.1:9777/metrics',
    )
    .action(({ config }: ConfigOption) => {
      const token = readKey(tools.findPaths(tools.findConfig(config)).dashboardToken);
      if (token === undefined) {
        throw new GuardError('DAEMON_UNAVAILABLE', 'there is no token yet: no daemon has run', {
          hint: 'mcp-guard start -d',
        });
      }
      tools.print(token);
    });
};
