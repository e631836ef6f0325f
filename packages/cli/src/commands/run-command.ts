import { commandLine, describeEnd, ERRORS, GuardError, toErrorJson, type Hint } from '@mcp-guard/core';
import { Command, CommanderError } from 'commander';
import { Declined } from '../person/declined.js';
import type { CommandTree } from './command-tree.js';
import { createTools, type Surroundings } from './create-tools.js';
import { formatHelp, groupCommands } from './help-groups.js';
import { loadCommands } from './registry.js';

/** A command line is run with this, beside its words. */
export interface Caller extends Surroundings {
  /** The help, a misspelt name and completion need all commands. */
  readonly listCommands: () => Promise<readonly CommandTree[]>;
  /** The help that was asked for, and the one that stands for a missing command, are written by these. */
  readonly help: { readonly writeOut: (text: string) => void; readonly writeErr: (text: string) => void };
  /** A person reads the errors, and not a program, which has the exit code. */
  readonly isRead: boolean;
}

/** Runs `mcp-guard …words` and turns errors into words and an exit code. It never throws, and never exits. */
export async function runCommand(words: readonly string[], caller: Caller): Promise<void> {
  const program = new Command('mcp-guard')
    .description('A firewall between MCP clients and MCP servers')
    .version(caller.version)
    .addHelpText(
      'after',
      '\nAll commands: mcp-guard help --all\nAll pages of the documentation: mcp-guard help topics\nAn error: mcp-guard help errors CODE',
    )
    .configureHelp({ formatHelp: formatHelp(words.includes('--all')) })
    .configureOutput({ ...caller.help, outputError: () => undefined }) // they are reported like all others
    .exitOverride();
  try {
    const tools = createTools(caller);
    const [first, second] = words;
    // The codes of errors are a command of their own.
    const isErrors = first === 'help' && second === 'errors';
    const named = first === '--' || isErrors ? second : first;
    for (const register of await loadCommands(named, caller.listCommands)) register(program, tools);
    groupCommands(program);
    const names = program.commands.map((each) => each.name());
    if (first === 'help' && second !== undefined && !second.startsWith('-') && !names.includes(second)) {
      const { readTopic } = await import('./help-topics.js');
      return caller.print(readTopic(second, names));
    }
    await program.parseAsync(isErrors ? words.slice(1) : words, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) fail(thrown, words, caller);
    else if (thrown.exitCode === 0) return; // help or the version was asked for
    else if (thrown.code === 'commander.help') caller.setExit(ERRORS.USAGE.exit); // the help is the message
    else fail(toUsage(thrown, program, words), words, caller);
  }
}

function fail(error: unknown, words: readonly string[], { print, note, setExit, isRead }: Caller): void {
  if (words.includes('--json')) print(toErrorJson(error));
  const { lines, exit } = describeEnd(error);
  for (const line of lines) note(line);
  setExit(exit);
  if (isRead && error instanceof GuardError && error.code !== 'USAGE' && !(error instanceof Declined))
    note({ words: 'mcp-guard: more:', command: commandLine('mcp-guard help errors', error.code) });
}

const toUsage = ({ message }: CommanderError, program: Command, words: readonly string[]): GuardError =>
  new GuardError('USAGE', message.replace(/^error: /, '').replaceAll('\n', ' '), { hint: helpHint(program, words) });

/** Names the help of the command that was typed, as far as names are known. */
function helpHint(program: Command, words: readonly string[]): Hint {
  const names: string[] = [];
  let command: Command | undefined = program;
  for (const word of words) {
    command = command.commands.find((each) => each.name() === word);
    if (!command) break;
    names.push(word);
  }
  return { words: 'see:', command: `${commandLine('mcp-guard', ...names)} --help` };
}
