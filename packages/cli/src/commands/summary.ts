import { safeJson } from '@mcp-guard/core';
import { Option } from 'commander';
import { parseDuration } from '../output/duration.js';
import type { ConfigOption, RegisterCommand } from '../command.js';
import { warnOfDamage } from '../logs/damage.js';
import { describeSummary, GROUPINGS, summarize, type Grouping } from '../logs/summarize.js';
import { parseMoment } from '../output/moment.js';
import { openRecord } from '../record/open-record.js';

interface SummaryOptions extends ConfigOption {
  readonly by: Grouping;
  readonly last: string;
  readonly since?: string;
  readonly until?: string;
  readonly json?: true;
}

const HELP = `
Calls are those of tools, resources and prompts. Times are those of servers.

Example:
  mcp-guard summary --by tool --last 7d`;

export const summary: RegisterCommand = (program, tools) => {
  program
    .command('summary')
    .description('count the calls of a time: refused, held, redacted, failed, and how long they took')
    .addOption(new Option('--by <what>', 'one line for each').choices([...GROUPINGS]).default('server'))
    .option('--last <duration>', 'the last 30m, 24h, 7d', '24h')
    .addOption(new Option('--since <time>', 'from 2026-11-01, 2026-11-01T15:04 or 30m ago on').conflicts('last'))
    .option('--until <time>', 'only before that')
    .option('-c, --config <file>', 'the configuration it was recorded with')
    .option('--json', 'machine-readable output')
    .addHelpText('after', HELP)
    .action(({ by, last, since, until, config, json }: SummaryOptions) => {
      const now = Date.now();
      const filter = {
        since: since === undefined ? now - parseDuration(last) : parseMoment(since, now, '--since'),
        until: until === undefined ? undefined : parseMoment(until, now, '--until'),
      };
      const record = openRecord(tools.findPaths(tools.findConfig(config)), tools.env);
      try {
        const counted = summarize(record.audit, by, filter);
        if (json) tools.print(safeJson(counted));
        else if (counted.total.calls > 0) tools.print(describeSummary(counted));
        else tools.print('no call was recorded in this time');
        warnOfDamage(record.audit, tools);
      } finally {
        record.close();
      }
    });
};
