import { hintText, safeLines } from '@mcp-guard/core';
import { Command } from 'commander';
import { toTree, type CommandTree } from '../src/commands/command-tree.js';
import { createTools, type Surroundings } from '../src/commands/create-tools.js';
import { loadCommands } from '../src/commands/registry.js';
import { runCommand } from '../src/commands/run-command.js';

export type Place = Pick<Surroundings, 'cwd' | 'env'>;
/** The programs that are started, and their version; where nothing is said there are none. */
export type Programs = Pick<Surroundings, 'version' | 'daemonProgram' | 'guardProgram'>;

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly said: CommandResult;
  readonly ended: Promise<CommandResult>;
}

const NO_PROGRAMS: Programs = {
  version: 'test',
  daemonProgram: '',
  guardProgram: '/nonexistent/mcp-guard/bin/mcp-guard.cjs',
};

/**
 * Runs `mcp-guard …words` in the process of the test, as in a pipe: a process for each takes a tenth of a second of CPU
 * and more. For commands that ask no person and do not stay.
 */
export const runWith = (programs: Programs, place: Place, ...words: readonly string[]): Promise<CommandResult> =>
  startWith(programs, place, ...words).ended;

/** The same, while one can see what it has said so far. */
export function startWith(programs: Programs, place: Place, ...words: readonly string[]): Started {
  const result = { code: 0, stdout: '', stderr: '' };
  const caller = {
    ...programs,
    ...place,
    isRead: false,
    print: (text: string) => void (result.stdout += `${safeLines(text)}\n`),
    note: (text: Parameters<Surroundings['note']>[0]) => void (result.stderr += `${safeLines(hintText(text))}\n`),
    setExit: (code: number) => void (result.code = code),
    help: {
      writeOut: (text: string) => void (result.stdout += text),
      writeErr: (text: string) => void (result.stderr += text),
    },
  };
  const listCommands = async (): Promise<readonly CommandTree[]> => {
    const all = new Command();
    for (const register of await loadCommands()) register(all, createTools(caller));
    return toTree(all).commands;
  };
  return { said: result, ended: runCommand(words, { ...caller, listCommands }).then(() => result) };
}

/** The same where no command starts a program. */
export const runHere = (place: Place, ...words: readonly string[]): Promise<CommandResult> =>
  runWith(NO_PROGRAMS, place, ...words);
