import { rmSync } from 'node:fs';
import { configuredPaths, GuardError, safeJson, type Decision } from '@mcp-guard/core';
import { toRemoval } from '@mcp-guard/core/approval-key';
import { toView, type Approval } from '@mcp-guard/store';
import type { Command } from 'commander';
import { readClaimedClients } from '../approvals/claimed-clients.js';
import { decide, type DecideOptions } from '../approvals/decide.js';
import { describeApproval } from '../approvals/describe.js';
import { findApproval } from '../approvals/find.js';
import { requireKey, setPassphrase, unlock } from '../approvals/passphrase.js';
import { describeList, listApprovals, paintStates } from '../approvals/table.js';
import { CONFIG_OPTION, type CommandTools, type ConfigOption, type RegisterCommand } from '../command.js';
import { Declined } from '../person/declined.js';
import { JSON_HELP, tellIn, type JsonOption } from '../output/json-messages.js';
import { readApprovals } from '../record/open-record.js';
import { openTerminal } from '../person/terminal.js';

const MAX_LIMIT = 100_000;

interface ListOptions extends ConfigOption {
  readonly showDecided?: true;
  readonly limit: string;
  readonly json?: true;
}

export const approvals: RegisterCommand = (program, tools) => {
  const group = program
    .command('approvals')
    .description('decide about calls that wait for a person')
    .addHelpText('after', '\nExample:\n  mcp-guard approvals list');
  add(group, 'list', 'show the calls that wait, and what was decided that still counts', 'list --show-decided')
    .option('--show-decided', 'also those that no longer apply')
    .option('-l, --limit <rows>', 'the newest rows', '100')
    .option('--json', 'one JSON object a line')
    .action((options: ListOptions) => list(tools, options));
  add(group, 'show', 'show everything about one of them', 'show 4f2a91c0')
    .argument('<id>', 'its id, or at least the first 6 digits')
    .option('--json', 'machine-readable output')
    .action((id: string, options: ConfigOption & { json?: true }) => show(tools, id, options));
  addDecision(group, tools, 'approve', 'let a call through, or with --for all similar calls', '--for 1h --max 5')
    .option('--for <duration>', 'also calls like it, for 1m to 30d')
    .option('--max <calls>', 'with --for: at most this many (default 10)')
    .option('--same <pointer...>', 'with --for: which arguments must be the same; default: all but the amounts');
  addDecision(group, tools, 'deny', 'refuse a call', "--reason 'not this month'").option('--reason <text>', 'why');
  addDecision(group, tools, 'revoke', 'take back an approval or a denial', '--by anna').option(
    '--reason <text>',
    'why',
  );
  add(group, 'passphrase', 'set or change the passphrase that decisions are signed with', 'passphrase')
    .option('--off', 'remove it, if the configuration no longer requires it')
    .option('--json', JSON_HELP)
    .action((options: ConfigOption & JsonOption & { off?: true }) =>
      tellIn(tools, options, (told) => (options.off ? givePassphraseUp : changePassphrase)(told, options)),
    );
};

const add = (group: Command, name: string, description: string, example: string): Command =>
  group
    .command(name)
    .description(description)
    .option(...CONFIG_OPTION)
    .addHelpText('after', `\nExample:\n  mcp-guard approvals ${example}`);

const addDecision = (
  group: Command,
  tools: CommandTools,
  kind: Decision['kind'],
  description: string,
  example: string,
): Command =>
  add(group, kind, `${description}; needs a terminal`, `${kind} 4f2a91c0 ${example}`)
    .argument('<id>', 'its id, or at least the first 6 digits')
    .option('--by <name>', 'who decides; default: your user name')
    .option('--yes', 'do not ask once more')
    .option('--json', JSON_HELP)
    .action((id: string, options: DecideOptions & JsonOption) =>
      tellIn(tools, options, (told) => decide(told, { kind, prefix: id, options })),
    );

function list({ findConfig, findPaths, env, print }: CommandTools, options: ListOptions): void {
  const now = Date.now();
  const selection = { decided: options.showDecided === true, limit: parseLimit(options.limit) };
  const [found, clients] = readApprovals(findPaths(findConfig(options.config)), env, (reader, record) => {
    const listed = reader ? listApprovals(reader, selection, now) : [];
    return [listed, record ? readClaimedClients(record, listed) : undefined];
  });
  if (options.json) for (const approval of found) print(toJson(approval, now, clients));
  else if (found.length > 0) print(describeList(found, now, clients), paintStates);
  else print(selection.decided ? 'no call has waited for a person yet' : 'no call waits for a person');
}

function show(tools: CommandTools, id: string, { config, json }: ConfigOption & { json?: true }): void {
  const now = Date.now();
  const paths = tools.findPaths(tools.findConfig(config));
  const [approval, clients] = readApprovals(paths, tools.env, (reader, record) => {
    const found = findApproval(reader, id, now);
    return [found, record && readClaimedClients(record, [found])];
  });
  tools.print(json ? toJson(approval, now, clients) : describeApproval(approval, now, clients?.get(approval.id)));
}

const toJson = (approval: Approval, now: number, clients: ReadonlyMap<string, string> | undefined): string =>
  safeJson({ ...toView(approval, now), client: clients?.get(approval.id) ?? null });

async function changePassphrase(tools: CommandTools, options: ConfigOption): Promise<void> {
  const config = tools.findConfig(options.config);
  const { daemon, approvals: settings } = (await tools.load(config)).config;
  const { home, approvalKey } = configuredPaths(tools.entrance, daemon.home);
  const terminal = openTerminal('a passphrase');
  try {
    if (!(await setPassphrase(terminal, home, approvalKey))) throw new Declined();
  } finally {
    terminal.close();
  }
  const isRequired = await notifyDaemon(tools, config);
  tools.print('the passphrase is set');
  if (settings.passphrase) return;
  tools.note(isRequired ? REQUIRED_UNTIL_OFF : 'warning: decisions do not need it yet: approvals.passphrase is not on');
}

/** Editing the configuration alone does not switch it off: the daemon requires a request signed with the passphrase. */
async function givePassphraseUp(tools: CommandTools, options: ConfigOption): Promise<void> {
  const config = tools.findConfig(options.config);
  const { daemon, approvals: settings } = (await tools.load(config)).config;
  if (settings.passphrase) {
    throw new GuardError('CONFIG_INVALID', 'the configuration requires a passphrase', {
      hint: `set approvals.passphrase to false in ${config} first`,
    });
  }
  const { approvalKey } = configuredPaths(tools.entrance, daemon.home);
  const key = requireKey(approvalKey);
  const terminal = openTerminal('a passphrase');
  try {
    const sign = await unlock(terminal, key);
    if (!sign) throw new Declined();
    const at = Date.now();
    await tools
      .control(config)
      .post('/approvals/passphrase/off', { at, signature: sign(toRemoval(key.publicKey, at)) });
  } finally {
    terminal.close();
  }
  rmSync(approvalKey, { force: true });
  tools.print('the passphrase is removed: decisions count without it');
}

/**
 * Returns false if no daemon runs. A daemon requires every passphrase that it has seen, and trusts one through those
 * before it, of which the file keeps only so many.
 */
async function notifyDaemon({ control }: CommandTools, config: string): Promise<boolean> {
  try {
    await control(config).post('/approvals/passphrase');
    return true;
  } catch (error) {
    if (!(error instanceof GuardError) || error.code !== 'DAEMON_UNAVAILABLE') throw error;
    return false;
  }
}

const REQUIRED_UNTIL_OFF =
  'every decision needs it from now on, although approvals.passphrase is not on, until: mcp-guard approvals passphrase --off';

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= MAX_LIMIT) return limit;
  throw new GuardError('USAGE', `--limit is a number from 1 to ${MAX_LIMIT}`);
}
