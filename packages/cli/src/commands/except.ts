import { safeJson } from '@mcp-guard/core';
import { CONFIG_OPTION, type RegisterCommand } from '../command.js';
import type { ExceptOptions } from '../policy-edit/except-row.js';

export const except: RegisterCommand = (program, tools) => {
  program
    .command('except')
    .description('let a false alarm pass: writes the exception that a refusal offers')
    .argument('<id>', 'number of the record, which the refusal names as audit_id')
    .option('--path', 'let everything of this type pass at this place of this server')
    .option('--yes', 'do not ask; a terminal is needed all the same')
    .option('--json', 'machine-readable output')
    .option(...CONFIG_OPTION)
    .addHelpText('after', '\nExamples:\n  mcp-guard except 381\n  mcp-guard except 381 --path')
    .action(async (id: string, options: ExceptOptions) => {
      const { exceptRow } = await import('../policy-edit/except-row.js');
      const quiet = options.json ? { ...tools, print: () => undefined } : tools;
      const result = await exceptRow(quiet, id, options);
      if (options.json) tools.print(safeJson(result));
    });
};
