import { commandLine, GuardError, hintAfter } from '@mcp-guard/core';
import { collect, type CommandTools, type RegisterCommand } from '../command.js';
import type { InitOptions } from '../init/run-init.js';
import { findPreset, presetOption } from '../presets/option.js';

interface Options extends Omit<InitOptions, 'client'> {
  readonly client?: readonly string[];
  readonly undo?: true;
  readonly preset?: string;
  readonly from?: string;
}

export const init: RegisterCommand = (program, tools) => {
  program
    .command('init')
    .description('put the guard between your clients and their servers, or take it out again')
    .option('-o, --output <file>', 'the configuration to write; default mcp-guard.yaml in the home')
    .option('-c, --config <file>', 'the same')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--client <id>', 'only of this client, once or several times', collect)
    .option('--project', 'also the project files of the working folder; asks about each server')
    .option('--yes', 'do not ask, except about project files')
    .option('--keep-bridges', 'guard mcp-remote and supergateway, and not the servers behind them')
    .addOption(presetOption('then write rules for the tools, once you have seen them'))
    .option('-v, --verbose', 'also name the variables of this terminal that servers will not see')
    .option('--from <file>', 'make the configuration out of that of another guard')
    .option('--undo', 'undo the changes of init')
    .option('--json', 'machine-readable output; with --yes or --dry-run')
    .addHelpText(
      'after',
      '\nExamples:\n  mcp-guard init --dry-run\n  mcp-guard init --client cursor --preset careful\n  mcp-guard init --undo',
    )
    .action(async (given: Options) => {
      const { undo, preset, from, client = [], ...others } = given;
      const options: InitOptions = { ...others, client };
      if (options.json && !options.yes && !options.dryRun) {
        throw new GuardError('USAGE', '--json needs --yes or --dry-run: it shows no plan to agree to');
      }
      const other = undo ? findIgnored(given) : from !== undefined && findOther(given);
      if (typeof other === 'string') {
        throw new GuardError('USAGE', `--${other} cannot be used with --${undo ? 'undo' : 'from'}`);
      }
      // Other commands do not load the formats of clients.
      if (from !== undefined && !undo) await (await import('../init/from/run-from.js')).runFrom(tools, from, options);
      else if (undo) await (await import('../init/run-undo.js')).runUndo(tools, options);
      else await initWith(tools, preset, options);
    });
};

/** An option that would be ignored: what was moved is taken back wherever it was, in projects too. */
const findIgnored = ({ output, config, from, ...others }: Options): string | undefined =>
  firstOf({ output, config, from }) ?? findOther(others);

/** An option about clients, which are moved afterwards. */
const findOther = ({ preset, project, keepBridges, client, undo, from }: Options): string | undefined =>
  firstOf({ preset, project, 'keep-bridges': keepBridges, ...(!undo && from !== undefined && { client }) });

const firstOf = (options: Readonly<Record<string, unknown>>): string | undefined =>
  Object.entries(options).find(([, value]) => value)?.[0];

async function initWith(tools: CommandTools, name: string | undefined, options: InitOptions): Promise<void> {
  const preset = findPreset(name);
  if (preset && (options.json || options.dryRun)) {
    throw new GuardError('CONFIG_INVALID', '--preset needs servers that have been tried, and prints a table', {
      hint: { words: 'run init without it, then:', command: later(preset.id) },
    });
  }
  const { runInit } = await import('../init/run-init.js');
  const done = await runInit(tools, options);
  if (!done || options.json) return;
  if (preset) {
    const { applyPreset } = await import('../presets/apply-preset.js');
    tools.print('');
    try {
      await applyPreset(tools, preset, { ...done, ...(options.yes && { yes: true }) });
    } catch (error) {
      if (!(error instanceof GuardError) || error.code !== 'POLICY_DENIED') throw error;
      tools.note(hintAfter(`${error.message}; later:`, { command: later(preset.id) }));
    }
  }
  const { describeProtection } = await import('../init/describe-protection.js');
  tools.print(`\n${await describeProtection(tools, done.config)}`);
}

const later = (preset: string): string => commandLine('mcp-guard tools --preset', preset);
