import { GuardError } from '@mcp-guard/core';
import type { RegisterCommand } from '../command.js';
import type { InitOptions } from '../init/run-init.js';

export const init: RegisterCommand = (program, tools) => {
  program
    .command('init')
    .description('put the guard between this user’s clients and their servers, or take it out again')
    .option('-o, --output <file>', 'the configuration to write; default mcp-guard.yaml in the home')
    .option('-c, --config <file>', 'the same')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--client <id>', 'only of this client, once or several times', collect, [])
    .option('--project', 'also what the working folder brings for its clients; each server is asked about')
    .option('--yes', 'do not ask, except about what a project brings')
    .option('--keep-bridges', 'guard mcp-remote and supergateway, and not the servers behind them')
    .option('--undo', 'take back what was moved')
    .option('--json', 'machine-readable output; with --yes or --dry-run')
    .addHelpText(
      'after',
      '\nExamples:\n  mcp-guard init --dry-run\n  mcp-guard init --client cursor\n  mcp-guard init --undo',
    )
    .action(async ({ undo, ...options }: InitOptions & { readonly undo?: true }) => {
      if (options.json && !options.yes && !options.dryRun) {
        throw new GuardError('CONFIG_INVALID', '--json needs --yes or --dry-run: it shows no plan to agree to');
      }
      // Other commands do not load the formats of clients.
      if (undo) await (await import('../init/run-undo.js')).runUndo(tools, options);
      else await (await import('../init/run-init.js')).runInit(tools, options);
    });
};

const collect = (id: string, ids: readonly string[]): readonly string[] => [...ids, id];
