import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, safe, type DaemonStatus } from '@mcp-guard/core';
import { findLoosenings, isSameFile, type Loaded } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { toDifference } from '../init/difference.js';
import { insistOnYes } from '../init/insist-on-yes.js';
import { findTerminal, openTerminal } from '../terminal.js';
import { writeConfig, type ConfigText } from './config-text.js';
import { refuseInsideClients } from './refuse-inside-clients.js';

const MAX_PATH = 500;

export interface Edit {
  readonly before: ConfigText;
  readonly text: string;
  /** The edited text as the daemon will read it. */
  readonly after: Loaded;
  /** What a person is asked, without its question mark. */
  readonly question: string;
}

/**
 * Shows an edit, asks a person and writes it. An edit that allows more needs a terminal, also with `yes`, and one
 * outside of clients. Throws POLICY_DENIED if there is none, or the answer is no.
 */
export async function applyEdit(
  tools: CommandTools,
  { before, text, after, question }: Edit,
  yes: boolean,
): Promise<void> {
  const loosens = findLoosenings(before.loaded.config, after.config).length > 0;
  if (loosens) await refuseInsideClients(tools, before.path);
  const terminal = loosens ? openTerminal('a change that allows more') : yes ? undefined : findTerminal('an edit');
  const shown = [safe(before.path, MAX_PATH), ...toDifference(before.text, text)].join('\n');
  try {
    // A person agrees to what stands where the question does, wherever the output leads.
    if (terminal) terminal.show(shown);
    else tools.print(shown);
    if (!yes) await insistOnYes(terminal, question);
  } finally {
    terminal?.close();
  }
  writeConfig(before, text);
  await awaitInForce(tools, before.path, hash('sha256', text));
}

/** How long a daemon may take until an edit is in force, in milliseconds, and how often to look. */
const PATIENCE = 10_000;
const LOOK_EVERY = 50;

/** Returns once the daemon that runs with this file has taken up the edit: the next call meets it. */
async function awaitInForce(tools: CommandTools, config: string, wanted: string): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (; performance.now() < until; await delay(LOOK_EVERY)) {
    const running = await findRunningConfig(tools, config);
    if (running === undefined || running.hash === wanted) return;
    // An edit of a configuration that nothing runs with protects nobody.
    if (!isSameFile(running.path, config)) {
      return tools.note(`note: the daemon runs with ${safe(running.path, MAX_PATH)}, which stays as it is`);
    }
  }
  tools.note('note: the daemon has not taken it up yet; mcp-guard status says why');
}

/** The configuration of the running daemon; nothing if none runs. */
async function findRunningConfig(tools: CommandTools, config: string): Promise<DaemonStatus['config'] | undefined> {
  try {
    return (await tools.control(config).get<DaemonStatus>('/status')).config;
  } catch (error) {
    if (error instanceof GuardError) return undefined; // what was written is written
    throw error;
  }
}
