import { hash } from 'node:crypto';
import { safe } from '@mcp-guard/core';
import { findLoosenings, type Loaded } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { toDifference } from '../output/difference.js';
import { insistOnYes } from '../person/insist-on-yes.js';
import { findTerminal, openTerminal } from '../person/terminal.js';
import { awaitInForce } from '../daemon/await-in-force.js';
import { askDaemon } from '../daemon/ask-daemon.js';
import { writeConfig, type ConfigText } from './config-text.js';

const MAX_PATH = 500;

/** A change of the configuration's text, not written yet. */
export interface Edit {
  readonly before: ConfigText;
  readonly text: string;
  /** The edited text as the daemon will read it. */
  readonly after: Loaded;
  /** The question to a person, without its question mark. */
  readonly question: string;
}

/** A wish of a person, with what it would take. It is planned alike for a terminal and for the page. */
export interface Plan {
  /** Missing if no change is needed. */
  readonly edit: Edit | undefined;
  /** The result, once the edit is written; why there is none otherwise. */
  readonly words: string;
  /** Doubts that a person should read before. */
  readonly notes: readonly string[];
}

/** Carries a plan out, as `applyEdit` does. Returns false if nothing was to change. */
export async function applyPlan(tools: CommandTools, { edit, words, notes }: Plan, yes: boolean): Promise<boolean> {
  for (const note of notes) tools.note(`note: ${note}`);
  if (edit) await applyEdit(tools, edit, yes);
  tools.print(words);
  return edit !== undefined;
}

/**
 * Shows an edit, asks a person and writes it. An edit that allows more needs a terminal, also with `yes`, and one
 * outside of clients. Throws POLICY_DENIED if there is none, or the answer is no.
 */
async function applyEdit(tools: CommandTools, { before, text, after, question }: Edit, yes: boolean): Promise<void> {
  const confirmed = findLoosenings(before.loaded.config, after.config);
  const loosens = confirmed.length > 0;
  if (loosens) await askDaemon(tools, before.path, []);
  const terminal = loosens ? openTerminal('a change that allows more') : yes ? undefined : findTerminal('an edit');
  const shown = [safe(before.path, MAX_PATH), ...toDifference(before.text, text)].join('\n');
  try {
    // A person agrees to what stands where the question does, wherever the output leads.
    if (terminal) terminal.show(shown);
    else if (yes) tools.print(shown);
    else tools.note(`nothing is changed; this is what would be:\n${shown}`);
    if (!yes) await insistOnYes(terminal, question);
  } finally {
    terminal?.close();
  }
  if (loosens && !yes) await askDaemon(tools, before.path, confirmed);
  writeConfig(before, text);
  await awaitInForce(tools, before.path, hash('sha256', text));
}
