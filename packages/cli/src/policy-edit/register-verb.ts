import { GuardError, safeJson } from '@mcp-guard/core';
import { CONFIG_OPTION, type RegisterCommand } from '../command.js';
import type { Verb } from './edit-lists.js';
import type { EditOptions } from './edit-tool.js';

interface VerbOptions extends EditOptions {
  readonly json?: true;
}

export interface VerbHelp {
  readonly verb: Verb;
  readonly description: string;
  /** Arguments of the example. */
  readonly examples: readonly string[];
}

/** One of the commands that edit the lists of a server's tools. */
export const registerVerb =
  ({ verb, description, examples }: VerbHelp): RegisterCommand =>
  (program, tools) => {
    program
      .command(verb)
      .description(description)
      .argument('<server>', 'name of the server')
      .argument('<tool>', 'name of the tool, or a pattern such as delete_*')
      .option('--yes', 'do not ask')
      .option('--json', 'machine-readable output; with --yes')
      .option(...CONFIG_OPTION)
      .addHelpText('after', `\nExamples:\n${examples.map((each) => `  mcp-guard ${verb} ${each}`).join('\n')}`)
      .action(async (server: string, tool: string, options: VerbOptions) => {
        if (options.json && !options.yes) throw new GuardError('USAGE', '--json needs --yes');
        const { editTool } = await import('./edit-tool.js');
        const quiet = options.json ? { ...tools, print: () => undefined } : tools;
        const result = await editTool(quiet, { verb, server, tool }, options);
        if (options.json) tools.print(safeJson({ verb, server, tool, ...result }));
      });
  };
