import { GuardError, safeJson } from '@mcp-guard/core';
import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { describeHalt, haltAll } from '../daemon/halt.js';

const MAX_REASON = 500;

interface PanicOptions extends ConfigOption {
  readonly reason?: string;
  readonly end?: boolean;
  readonly json?: true;
}

export const panic: RegisterCommand = (program, tools) => {
  program
    .command('panic')
    .description('halt all calls at once, until you release them')
    .option(...CONFIG_OPTION)
    .option('--reason <text>', 'why, for the record and for you')
    .option('--end', 'end all sessions and servers too, and let none start')
    .option('--json', 'machine-readable output')
    .addHelpText('after', "\nExample:\n  mcp-guard panic --reason 'it deletes files'")
    .action(async ({ config, reason, end = false, json }: PanicOptions) => {
      if (reason !== undefined && (reason === '' || reason.length > MAX_REASON))
        throw new GuardError('USAGE', `--reason has 1 to ${MAX_REASON} characters`);
      const { halt, byDaemon } = await haltAll(tools, config, { reason: reason ?? null, ends: end });
      if (json) return tools.print(safeJson({ ...halt, byDaemon }));
      tools.print(describeHalt(halt));
      if (!byDaemon) tools.print('no daemon answered; one that starts lets nothing pass');
      tools.note({ words: 'to let calls pass again, in a terminal of your own:', command: 'mcp-guard release' });
    });
};
