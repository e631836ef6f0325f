import { existsSync } from 'node:fs';
import { ERRORS, safe, safeJson, type JsonObject } from '@mcp-guard/core';
import { chooseClients } from '../clients/choose-clients.js';
import { CLIENTS } from '../clients/registry.js';
import { thisSystem } from '../clients/this-system.js';
import type { CommandTools } from '../command.js';
import { findRunning } from '../start-daemon.js';
import { count } from '../count.js';
import { findTerminal } from '../terminal.js';
import { withInitLock } from './with-init-lock.js';
import { clientDifference } from './describe-plan.js';
import { insistOnYes } from './insist-on-yes.js';
import { Journal } from './journal.js';
import type { InitOptions } from './run-init.js';
import { takeBackAll } from './take-back.js';
import type { TakenBack } from './take-back-file.js';

const MAX_PATH = 500;

/** Shows what would be restored, asks, and restores it. */
export async function runUndo(
  tools: CommandTools,
  { client, dryRun, yes, json }: Pick<InitOptions, 'client' | 'dryRun' | 'yes' | 'json'>,
): Promise<void> {
  const options = {
    system: thisSystem(tools.env),
    clients: CLIENTS,
    only: client.length > 0 ? chooseClients(client) : undefined,
  };
  const plan = (journal: Journal): readonly TakenBack[] => takeBackAll(journal, { ...options, isDry: true });
  if (dryRun) return showTakenBack(tools, plan(new Journal(tools.entrance.backups)), json);
  if (!existsSync(tools.entrance.home)) return showTakenBack(tools, [], json);
  await withInitLock(tools.entrance, async () => {
    const journal = new Journal(tools.entrance.backups);
    journal.sweep();
    const planned = plan(journal);
    if (planned.length === 0) return showTakenBack(tools, planned, json);
    if (!json) tools.print(inTheEnd(planned).map(describe).join('\n'));
    await askWhether(planned, yes);
    const taken = takeBackAll(journal, { ...options, isDry: false });
    if (json) showTakenBack(tools, taken, json);
    else tools.print(conclude(taken));
    if (taken.some(({ how }) => how === 'left')) tools.setExit(ERRORS.CONFIG_INVALID.exit);
    const daemon = await findRunning(tools, tools.entrance.config);
    if (daemon && !existsSync(daemon.config.path)) tools.note('the daemon still runs; stop it with: mcp-guard stop');
  });
}

async function askWhether(planned: readonly TakenBack[], yes: true | undefined): Promise<void> {
  if (yes) return;
  const terminal = findTerminal('init');
  try {
    const changing = inTheEnd(planned).filter(({ how }) => how !== 'left' && how !== 'same').length;
    await insistOnYes(terminal, `take back ${count(changing, 'file')}`);
  } finally {
    terminal?.close();
  }
}

function showTakenBack(tools: CommandTools, taken: readonly TakenBack[], json: true | undefined): void {
  if (json) tools.print(safeJson({ files: taken.map(toJson) }));
  else
    tools.print(
      taken.length === 0 ? 'nothing was moved, or all of it was taken back' : inTheEnd(taken).map(describe).join('\n'),
    );
}

const WORDS: Readonly<Record<TakenBack['how'], string>> = {
  restored: 'as it was, byte for byte',
  removed: 'removed, since there was none',
  entries: 'it was edited since: the moved servers are put back, and nothing else',
  kept: 'it was edited since, and is kept',
  gone: 'is gone, and so is its folder',
  same: 'is as it was already',
  left: 'stays',
};

function describe({ client, path, how, why, texts }: TakenBack): string {
  const lines = client && texts ? clientDifference(client, ...texts) : [];
  const told = `${safe(path, MAX_PATH)}: ${WORDS[how]}${why === undefined ? '' : `: ${safe(why)}`}`;
  return [told, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A file that was changed more than once has gone back step by step. */
const inTheEnd = (taken: readonly TakenBack[]): readonly TakenBack[] => [
  ...new Map(taken.map((each) => [each.path, each])).values(),
];

function conclude(taken: readonly TakenBack[]): string {
  const files = inTheEnd(taken);
  const left = files.filter(({ how }) => how === 'left');
  const done = files.length - left.length;
  return [
    `${count(done, 'file')} taken back`,
    ...left.map(({ path, why }) => `${safe(path, MAX_PATH)} stays: ${safe(why ?? '')}`),
  ].join('\n');
}

const toJson = ({ client, path, how, why, texts, entries }: TakenBack): JsonObject => ({
  client: client?.id ?? null,
  path,
  outcome: how,
  servers: entries.map(({ name }) => name),
  ...(why !== undefined && { why }),
  ...(client && texts && { difference: [...clientDifference(client, ...texts)] }),
});
