import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, safeJson } from '@mcp-guard/core';
import { hintFor, type AuditFilter, type AuditReader } from '@mcp-guard/store';
import { Option } from 'commander';
import { toCsvHeader, toCsvRow } from '../audit-csv.js';
import { describeRow, LOG_HEADER } from '../audit-lines.js';
import type { CommandTools, ConfigOption, RegisterCommand } from '../command.js';
import { parseDuration } from '../duration.js';
import { openRecord } from '../open-record.js';
import { prune } from '../prune/prune.js';
import { toTable } from '../table.js';

const FOLLOW_EVERY = 200;
const MAX_LIMIT = 100_000;

interface LogsOptions extends ConfigOption {
  readonly server?: string;
  readonly user?: string;
  readonly method?: string;
  readonly type?: string;
  readonly tool?: string;
  readonly last?: string;
  readonly limit: string;
  readonly follow?: true;
  readonly export?: 'csv' | 'jsonl';
  readonly json?: true;
  readonly verify?: true;
  readonly expect?: string;
  readonly prune?: true;
  readonly before?: string;
  readonly to?: string;
  readonly yes?: true;
}

export const logs: RegisterCommand = (program, tools) => {
  program
    .command('logs')
    .description('show what crossed the guard; works while the daemon is stopped')
    .option('-s, --server <name>', 'only this server')
    .option('-u, --user <name>', 'only this user')
    .option('-m, --method <method>', 'only this method, such as tools/call')
    .addOption(new Option('-t, --type <outcome>', 'only this outcome').choices(['allow', 'block', 'hold', 'redact']))
    .option('--tool <name>', 'only this tool, prompt or URI')
    .option('--last <duration>', 'only the last 30m, 24h, 7d')
    .option('-l, --limit <rows>', 'the newest rows', '100')
    .option('-f, --follow', 'keep printing new rows')
    .addOption(new Option('--export <format>', 'all rows that match, for other programs').choices(['csv', 'jsonl']))
    .option('--json', 'one JSON object a line')
    .option('--verify', 'check the chain of the whole record')
    .option('--expect <head>', 'with --verify: a head <seq>:<hash> that was kept elsewhere')
    .option('--prune', 'remove old rows, once you agree at a terminal; a row records it')
    .option('--before <date>', 'with --prune: what is older than 2026-11-01, or than 30d')
    .option('--to <size>', 'with --prune: the oldest rows, until the record has 1GiB')
    .option('--yes', 'with --prune: do not ask')
    .option('-c, --config <file>', 'the configuration it was recorded with')
    .addHelpText(
      'after',
      '\nExamples:\n  mcp-guard logs -t block --last 24h\n  mcp-guard logs --verify --expect 1042:9f2c…\n  mcp-guard logs --prune --before 30d',
    )
    .action(async (options: LogsOptions) => {
      if (options.prune) return prune(tools, options);
      if ((options.before ?? options.to ?? options.yes) !== undefined) throw onlyWithPrune();
      const record = openRecord(tools.findPaths(tools.findConfig(options.config)), tools.env);
      try {
        const { audit } = record;
        if (options.verify) return verify(audit, options.expect, tools);
        if (options.export) exportRows(audit, options, tools);
        else await show(audit, options, tools);
      } finally {
        record.close();
      }
    });
};

const toFilter = ({ server, user, method, type, tool, last }: LogsOptions): AuditFilter => ({
  server,
  actor: user,
  method,
  outcome: type,
  target: tool,
  since: last === undefined ? undefined : Date.now() - parseDuration(last),
});

/** Behind the last row that was printed: what is there is not shown as if it were all. */
function warnOfDamage({ damage }: AuditReader, { note }: CommandTools): void {
  if (damage === undefined) return;
  note(`warning: rows behind these cannot be read: in the journal, ${damage}; check with: mcp-guard logs --verify`);
}

async function show(record: AuditReader, options: LogsOptions, tools: CommandTools): Promise<void> {
  const { print, note } = tools;
  const filter = toFilter(options);
  const rows = record.newest(filter, parseLimit(options.limit));
  if (options.json) for (const row of rows) print(safeJson(row));
  else if (rows.length > 0 || options.follow) print(toTable(LOG_HEADER, rows.map(describeRow)));
  else print('no recorded row matches');
  const last = options.json ? undefined : rows.findLast((row) => hintFor(row) !== undefined);
  if (last) note(`the last ${last.outcome === 'hold' ? 'held call' : 'refusal'}: ${hintFor(last)}`);
  warnOfDamage(record, tools);
  if (!options.follow) return;
  for (let seen = rows.at(-1)?.seq ?? 0; ; await delay(FOLLOW_EVERY)) {
    for (const row of record.newest({ ...filter, afterSeq: seen }, MAX_LIMIT)) {
      print(options.json ? safeJson(row) : describeRow(row).join('  ').trimEnd());
      seen = row.seq;
    }
  }
}

function exportRows(record: AuditReader, options: LogsOptions, tools: CommandTools): void {
  const { print } = tools;
  if (options.export === 'csv') print(toCsvHeader());
  for (const row of record.all(toFilter(options))) print(options.export === 'csv' ? toCsvRow(row) : safeJson(row));
  warnOfDamage(record, tools);
}

function verify(record: AuditReader, expected: string | undefined, { print, setExit }: CommandTools): void {
  const { ok, count, head, lastAt, problem } = record.verify(expected);
  print(`rows: ${count}\nhead: ${head}\nlast: ${lastAt === null ? 'none' : new Date(lastAt).toISOString()}`);
  for (const name of record.setAside) {
    print(`set aside: the record lacks what journal/${name} holds: others had changed it, as a row of kind gap says`);
  }
  print(ok ? 'the chain holds' : `the chain is broken: ${problem ?? ''}`);
  if (!ok) setExit(1);
}

const onlyWithPrune = (): GuardError =>
  new GuardError('CONFIG_INVALID', '--before, --to and --yes belong to --prune; to select a time, use --last');

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= MAX_LIMIT) return limit;
  throw new GuardError('CONFIG_INVALID', `--limit is a number from 1 to ${MAX_LIMIT}`);
}
