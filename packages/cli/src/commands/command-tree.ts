import { Argument, Command, Option } from 'commander';
import type { RegisterCommand } from '../command.js';

/** A command as its help shows it, without what it does: enough to complete words and to list commands. */
export interface CommandTree {
  readonly name: string;
  readonly description: string;
  readonly isHidden: boolean;
  readonly options: readonly Word[];
  readonly arguments: readonly Word[];
  readonly commands: readonly CommandTree[];
}

/** An option or an argument. */
interface Word {
  /** As it was declared: `-s, --server <name>`, `[words...]`. */
  readonly flags: string;
  readonly description: string;
  readonly isHidden: boolean;
  readonly choices: readonly string[] | undefined;
}

/** Describes a command; written at build time, because loading all commands takes longer than most of them run. */
export function toTree(command: Command): CommandTree {
  const shown = new Set(command.createHelp().visibleCommands(command));
  return {
    name: command.name(),
    description: command.description(),
    isHidden: false,
    options: command.options.map(({ flags, description, hidden, argChoices }) => ({
      flags,
      description,
      isHidden: hidden,
      choices: argChoices,
    })),
    arguments: command.registeredArguments.map((argument) => ({
      flags: toFlags(argument),
      description: argument.description,
      isHidden: false,
      choices: argument.argChoices,
    })),
    commands: command.commands.map((each) => ({ ...toTree(each), isHidden: !shown.has(each) })),
  };
}

function toFlags(argument: Argument): string {
  const name = argument.name() + (argument.variadic ? '...' : '');
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Registers commands that can be listed and completed, and not run. */
export const registerTree =
  (trees: readonly CommandTree[]): RegisterCommand =>
  (program) => {
    for (const tree of trees) program.addCommand(toCommand(tree), { hidden: tree.isHidden });
  };

function toCommand(tree: CommandTree): Command {
  const command = new Command(tree.name).description(tree.description);
  for (const { flags, description, isHidden, choices } of tree.options) {
    const option = new Option(flags, description).hideHelp(isHidden);
    command.addOption(choices ? option.choices(choices) : option);
  }
  for (const { flags, description, choices } of tree.arguments) {
    const argument = new Argument(flags, description);
    command.addArgument(choices ? argument.choices(choices) : argument);
  }
  for (const each of tree.commands) command.addCommand(toCommand(each), { hidden: each.isHidden });
  if (tree.commands.length === 0) command.action(unloaded);
  return command;
}

function unloaded(): never {
  throw new Error('the command was listed, and not loaded');
}
