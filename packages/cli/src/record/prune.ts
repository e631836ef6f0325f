import type { PruneReport, PruneRequest } from '@mcp-guard/core';
import type { IsAlone, PrunePlan } from '@mcp-guard/store';
import { describeOurselves } from '../person/decider.js';
import type { CommandTools, ConfigOption } from '../command.js';
import { formatBytes } from '../output/bytes.js';
import { count } from '../output/count.js';
import { Declined } from '../person/declined.js';
import { formatMoment } from '../output/moment.js';
import { isAloneIn, isNoDaemon } from './is-alone.js';
import { catchUp, openOffline, readPrunePlan } from './open-record.js';
import { isYes, openTerminal } from '../person/terminal.js';
import { parsePruneWish, type PruneOptions } from './wish.js';

/** Removes old rows once the person at the terminal agrees: by the daemon, or here if none runs. */
export async function prune(
  tools: CommandTools,
  options: PruneOptions & ConfigOption & { readonly yes?: true },
): Promise<void> {
  const wish = parsePruneWish(options, Date.now());
  const config = tools.findConfig(options.config);
  const isAlone = isAloneIn(tools, config);
  // Only a database has its rows by age and size: while a daemon runs, it follows.
  if (await isAlone()) await catchUp(tools.findPaths(config), tools.env, isAlone);
  const plan = readPrunePlan(tools.findPaths(config), tools.env, wish);
  if (!plan) return tools.print('there is nothing to remove');
  const words = describePlan(plan);
  if (options.yes) tools.note(words);
  else if (!(await agrees(words))) throw new Declined('nothing was removed');
  const { rows, bytes, head } = await carryOut(tools, config, plan, isAlone);
  tools.print(`${count(rows, 'row')} removed; the record has ${formatBytes(bytes)} now\nhead: ${head}`);
}

function describePlan({ first, cut, rows, bytes, heldBackBy }: PrunePlan): string {
  return [
    `removes ${count(rows, 'row')} (${first.seq} to ${cut.seq}), from ${formatMoment(first.at)} to ${formatMoment(cut.at)}, of a record of ${formatBytes(bytes)}`,
    'approvals, spend and limits stay as they are; a row will record what was removed, and which user did it',
    ...(heldBackBy === undefined
      ? []
      : [
          `what came since ${formatMoment(heldBackBy)} stays: a call waits for a person, or for the answer to a payment`,
        ]),
  ].join('\n');
}

async function agrees(words: string): Promise<boolean> {
  const terminal = openTerminal('pruning the record without --yes');
  try {
    terminal.show(words);
    return isYes(await terminal.ask('remove them? [y/N] '));
  } finally {
    terminal.close();
  }
}

async function carryOut(
  tools: CommandTools,
  config: string,
  { cut }: PrunePlan,
  isAlone: IsAlone,
): Promise<PruneReport> {
  const request: PruneRequest = { through: cut.seq, hash: cut.hash };
  const daemon = tools.control(config);
  try {
    return await daemon.post<PruneReport>('/record/prune', request);
  } catch (error) {
    if (!isNoDaemon(error)) throw error;
  }
  const offline = openOffline(tools.findPaths(config), tools.env);
  try {
    const { uid, pid, tty, parent, insideClient } = describeOurselves();
    return await offline.prune(request, { by: { uid, pid, tty, parent, insideClient }, isAlone });
  } finally {
    offline.close();
  }
}
