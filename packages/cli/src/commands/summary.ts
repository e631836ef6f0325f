import { Option } from 'commander';
import { CONFIG_OPTION, type RegisterCommand } from '../command.js';
import { showSummary, type SummaryOptions } from '../logs/show-summary.js';
import { GROUPINGS } from '../logs/summarize.js';
import { openRecord } from '../record/open-record.js';

const HELP = `
Calls are those of tools, resources and prompts. Times are those of servers.

Example:
  mcp-guard summary --by tool --last 7d`;

export const summary: RegisterCommand = (program, tools) => {
  program
    .command('summary')
    .description('the same as: logs --summary')
    .addOption(new Option('--by <what>', 'one line for each').choices([...GROUPINGS]).default('server'))
    .option('--last <duration>', 'the last 30m, 24h, 7d', '24h')
    .addOption(new Option('--since <time>', 'from 2026-11-01, 2026-11-01T15:04 or 30m ago on').conflicts('last'))
    .option('--until <time>', 'only before that')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .addHelpText('after', HELP)
    .action((options: SummaryOptions) => {
      const record = openRecord(tools.findPaths(tools.findConfig(options.config)), tools.env);
      try {
        showSummary(record.audit, options, tools);
      } finally {
        record.close();
      }
    });
};
