import { existsSync } from 'node:fs';
import { commandLine, GuardError, safe } from '@mcp-guard/core';
import { isSameFile } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { findTerminal, isYes } from './terminal.js';

const MAX_PATH = 500;

type Starting = 'start' | 'restart' | 'service install';

/**
 * The configuration to start, absolute. A cloned folder may bring its own: if the home has one too
 * and none is named, a person is asked. Throws POLICY_DENIED if no person is there or the answer is no.
 * @param named `--config`
 */
export async function settleConfig(tools: CommandTools, named: string | undefined, command: Starting): Promise<string> {
  const found = tools.findConfig(named);
  const { config: usual } = tools.entrance;
  if (named !== undefined || tools.env['MCP_GUARD_CONFIG'] || found === usual || !existsSync(usual)) return found;
  if (isSameFile(found, usual)) return usual; // the folder is the home
  const terminal = findTerminal(command);
  if (!terminal) throw undecided(found, usual, command);
  try {
    terminal.show(`There are two configurations: ${show(found)} in this folder, and ${show(usual)} of your own.`);
    if (isYes(await terminal.ask(`\n${command} with that of this folder? [y/N] `))) return found;
  } finally {
    terminal.close();
  }
  throw undecided(found, usual, command);
}

const undecided = (found: string, usual: string, command: Starting): GuardError =>
  new GuardError(
    'POLICY_DENIED',
    `this folder has a configuration of its own (${show(found)}), and so has the home; nothing was started`,
    { hint: { words: 'say which:', command: commandLine(`mcp-guard ${command} -c`, usual) } },
  );

const show = (path: string): string => safe(path, MAX_PATH);
