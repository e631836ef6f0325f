import { existsSync } from 'node:fs';
import { ERRORS, GuardError, safe, safeJson, type JsonObject } from '@mcp-guard/core';
import { thisSystem } from '@mcp-guard/policy';
import { chooseClients } from '../clients/choose-clients.js';
import { CLIENTS } from '../clients/registry.js';
import type { CommandTools } from '../command.js';
import { findHalt } from '../daemon/halt.js';
import { findRunning } from '../daemon/start-daemon.js';
import { count } from '../output/count.js';
import { findTerminal } from '../person/terminal.js';
import { withInitLock } from './with-init-lock.js';
import { clientDifference } from './describe-plan.js';
import { insistOnYes } from '../person/insist-on-yes.js';
import { UndoLog } from './undo-log.js';
import type { InitOptions } from './run-init.js';
import { takeBackAll } from './take-back.js';
import type { TakenBack } from './take-back-file.js';

const MAX_PATH = 500;

/** Shows what would be restored, asks, and restores it. Returns whether all of it was. */
export async function runUndo(
  tools: CommandTools,
  { client, dryRun, yes, json }: Pick<InitOptions, 'client' | 'dryRun' | 'yes' | 'json'>,
): Promise<boolean> {
  const options = {
    system: thisSystem(tools.env),
    clients: CLIENTS,
    only: client.length > 0 ? chooseClients(client) : undefined,
  };
  const plan = (undoLog: UndoLog): readonly TakenBack[] => takeBackAll(undoLog, { ...options, isDry: true });
  if (dryRun || !existsSync(tools.entrance.home)) {
    showTakenBack(tools, dryRun ? plan(new UndoLog(tools.entrance.backups)) : [], json);
    return true;
  }
  return withInitLock(tools.entrance, async () => {
    if (yes) await insistOnCalls(tools);
    const undoLog = new UndoLog(tools.entrance.backups);
    undoLog.sweep();
    const planned = plan(undoLog);
    if (planned.length === 0) {
      showTakenBack(tools, planned, json);
      return true;
    }
    if (!json) tools.print(inTheEnd(planned).map(describe).join('\n'));
    await askWhether(planned, yes);
    const taken = takeBackAll(undoLog, { ...options, isDry: false });
    if (json) showTakenBack(tools, taken, json);
    else tools.print(conclude(taken));
    const isLeft = taken.some(({ how }) => how === 'left');
    if (isLeft) tools.setExit(ERRORS.CONFIG_INVALID.exit);
    const daemon = await findRunning(tools, tools.entrance.config);
    if (daemon && !existsSync(daemon.config.path)) tools.note('the daemon still runs; stop it with: mcp-guard stop');
    return !isLeft;
  });
}

/** Without the guard, calls pass: while they are halted, that takes a person. */
async function insistOnCalls(tools: CommandTools): Promise<void> {
  const halt = findHalt(tools.env) ?? (await findRunning(tools, tools.entrance.config))?.halt;
  if (!halt) return;
  throw new GuardError('HALTED', 'all calls are halted, and would pass without the guard', {
    hint: { words: 'release them first, or leave --yes out:', command: 'mcp-guard release' },
  });
}

async function askWhether(planned: readonly TakenBack[], yes: true | undefined): Promise<void> {
  if (yes) return;
  const terminal = findTerminal('init');
  try {
    await insistOnYes(terminal, `restore ${count(inTheEnd(planned).filter(isDone).length, 'file')}`);
  } finally {
    terminal?.close();
  }
}

function showTakenBack(tools: CommandTools, taken: readonly TakenBack[], json: true | undefined): void {
  if (json) tools.print(safeJson({ files: taken.map(toJson) }));
  else
    tools.print(
      taken.length === 0 ? 'nothing was moved, or all of it was restored' : inTheEnd(taken).map(describe).join('\n'),
    );
}

const WORDS: Readonly<Record<TakenBack['how'], string>> = {
  restored: 'will be as it was, byte for byte',
  removed: 'will be removed: there was none before',
  entries: 'was edited since: the moved servers go back, and nothing else changes',
  kept: 'was edited since, and stays',
  together: 'stays: configuration and secrets.env belong together, and one was edited since',
  gone: 'is gone, and so is its folder',
  same: 'is as it was already',
  left: 'stays',
};

/** Says what undo does about a file, before it is done. */
function describe({ client, path, how, why, texts }: TakenBack): string {
  const lines = client && texts ? clientDifference(client, ...texts) : [];
  const told = `${safe(path, MAX_PATH)}: ${WORDS[how]}${why === undefined ? '' : `: ${safe(why)}`}`;
  return [told, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A file that was changed more than once has gone back step by step. */
const inTheEnd = (taken: readonly TakenBack[]): readonly TakenBack[] => [
  ...new Map(taken.map((each) => [each.path, each])).values(),
];

/** Says what undo has done, and what stays on the disk. */
function conclude(taken: readonly TakenBack[]): string {
  const files = inTheEnd(taken);
  const done = files.filter(isDone);
  const staying = files.filter(({ how }) => how === 'left' || how === 'kept' || how === 'together');
  return [
    `${count(done.length, 'file')} restored`,
    ...staying.map(
      ({ path, how, why }) => `${safe(path, MAX_PATH)} ${how === 'left' ? `stays: ${safe(why ?? '')}` : WORDS[how]}`,
    ),
  ].join('\n');
}

const isDone = ({ how }: TakenBack): boolean => how === 'restored' || how === 'removed' || how === 'entries';

const toJson = ({ client, path, how, why, texts, entries }: TakenBack): JsonObject => ({
  client: client?.id ?? null,
  path,
  outcome: how,
  servers: entries.map(({ name }) => name),
  ...(why !== undefined && { why }),
  ...(client && texts && { difference: [...clientDifference(client, ...texts)] }),
});
