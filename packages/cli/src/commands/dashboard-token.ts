import { GuardError, readKey, safeJson } from '@mcp-guard/core';
import type { ConfigOption, RegisterCommand } from '../command.js';
import { firstStep } from '../daemon/first-step.js';

export const dashboardToken: RegisterCommand = (program, tools) => {
  program
    .command('dashboard-token')
    .description('print the token that programs read with: /metrics, /api')
    .option('-c, --config <file>', 'the configuration that the daemon runs with')
    .option('--json', 'machine-readable output')
    .addHelpText(
      'after',
      '\nExamples:\n  mcp-guard dashboard-token\n  curl -H "Authorization: Bearer $(mcp-guard dashboard-token)" http://127.0.0.1:9777/metrics',
    )
    .action(({ config, json }: ConfigOption & { json?: true }) => {
      const path = tools.findConfig(config);
      const token = readKey(tools.findPaths(path).dashboardToken);
      if (token === undefined) {
        throw new GuardError('DAEMON_UNAVAILABLE', 'there is no token yet: no daemon has run', {
          hint: { command: firstStep(path) },
        });
      }
      tools.print(json ? safeJson({ token }) : token);
    });
};
