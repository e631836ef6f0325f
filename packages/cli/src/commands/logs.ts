import { OUTCOMES } from '@mcp-guard/core';
import { type Command, Option } from 'commander';
import { CONFIG_OPTION, type RegisterCommand } from '../command.js';
import { checkOptions } from '../logs/check-options.js';
import { checkServer } from '../explain/check-server.js';
import { exportRows } from '../logs/export-rows.js';
import { parseAuditId, type LogsOptions } from '../logs/options.js';
import { showRecord } from '../logs/show-record.js';
import { show } from '../logs/show.js';
import { showSummary } from '../logs/show-summary.js';
import { GROUPINGS } from '../logs/summarize.js';
import { verify } from '../logs/verify.js';
import { openRecord } from '../record/open-record.js';
import { prune } from '../record/prune.js';

const HELP = `
Examples:
  mcp-guard logs -t refused --last 24h
  mcp-guard logs 381
  mcp-guard logs --summary --by tool --last 7d
  mcp-guard logs --export csv --since 2026-11-01 > november.csv
  mcp-guard logs --verify --expect 1042:9f2c…
  mcp-guard logs --prune --before 30d`;

export const logs: RegisterCommand = (program, tools) => {
  program
    .command('logs')
    .description('show what crossed the guard, one row a call; works while the daemon is stopped')
    .argument('[id]', 'one record in full: the number that a refusal names in audit_id')
    .option('-s, --server <name>', 'only this server')
    .option('-u, --user <name>', 'only this user')
    .option('--client <name>', 'only clients with this name')
    .option('--session <id>', 'only this session')
    .option('-m, --method <method>', 'only this method, such as tools/call')
    .option('--tool <name>', 'only this tool, prompt or URI')
    .option('-t, --type <outcome>', `only this outcome: ${OUTCOMES.join(', ')}`)
    .option('--warned', 'only rows with a warning')
    .option('--code <code>', 'only refusals with this code, such as POLICY_DENIED')
    .option('--rule <text>', 'only rows whose rule contains this text')
    .addOption(new Option('--last <duration>', 'only the last 30m, 24h, 7d').conflicts('since'))
    .option('--since <time>', 'only from 2026-11-01, 2026-11-01T15:04 or 30m ago on')
    .option('--until <time>', 'only before that')
    .option('-l, --limit <rows>', 'the newest rows', '100')
    .option('-f, --follow', 'keep printing new rows')
    .option('--raw', 'each message on its own, as recorded')
    .option('--json', 'as --raw, one JSON object a line')
    .addOption(
      new Option('--export <format>', 'all messages that match, for other programs')
        .choices(['csv', 'jsonl'])
        .conflicts(['follow', 'limit', 'json', 'raw']),
    )
    .option('--summary', 'count calls: refused, held, redacted, failed, and how long they took; of the last 24h')
    .addOption(new Option('--by <what>', 'with --summary: one line for each; default: server').choices([...GROUPINGS]))
    .option('--verify', 'check the chain of the whole record')
    .option('--expect <head>', 'with --verify: a head <seq>:<hash> that was kept elsewhere')
    .option('--prune', 'remove old rows, once you agree at a terminal; a row records it')
    .option('--before <date>', 'with --prune: rows older than 2026-11-01, or than 30d')
    .option('--to <size>', 'with --prune: the oldest rows, until the record has 1GiB')
    .option('--yes', 'with --prune: do not ask')
    .option(...CONFIG_OPTION)
    .addHelpText('after', HELP)
    .action(async (id: string | undefined, options: LogsOptions, command: Command) => {
      checkOptions(
        id,
        namesIn(options).filter((name) => command.getOptionValueSource(name) === 'cli'),
      );
      if (options.prune) return prune(tools, options);
      const config = tools.findConfig(options.config);
      const record = openRecord(tools.findPaths(config), tools.env);
      try {
        await checkServer(tools, config, record.audit, options.server);
        if (id !== undefined) showRecord(record, parseAuditId(id), options, tools);
        else if (options.summary) showSummary(record.audit, options, tools);
        else if (options.verify) verify(record.audit, options, tools);
        else if (options.export) exportRows(record.audit, options, tools);
        else await show(record, options, tools);
      } finally {
        record.close();
      }
    });
};

/** Commander makes each option an own property under its name. */
const namesIn = (options: LogsOptions): readonly (keyof LogsOptions)[] => Object.keys(options) as (keyof LogsOptions)[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the options that are declared above
