import { hintText, safeJson } from '@mcp-guard/core';
import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { count } from '../output/count.js';
import type { Report } from '../doctor/run-doctor.js';
import { withProgress } from '../output/progress.js';

/** Something that is configured does not work. */
const FAILED = 1;

/** Programs read a fix as one text. */
const toJson = ({ fix, ...report }: Report) => ({ ...report, fix: fix && hintText(fix) });

export const doctor: RegisterCommand = (program, tools) => {
  program
    .command('doctor')
    .description('check everything that can be wrong, with one fix each; exit 1 if something failed')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard doctor')
    .action(async ({ config, json }: ConfigOption & { json?: true }) => {
      const { describeReports, runDoctor } = await import('../doctor/run-doctor.js'); // with the formats of clients
      const checks = await withProgress(tools, 'checking', runDoctor(tools, tools.findConfig(config)));
      const failed = checks.filter(({ state }) => state === 'fail').length;
      if (failed > 0) tools.setExit(FAILED);
      if (json) return tools.print(safeJson({ checks: checks.map(toJson), failed }));
      tools.print(describeReports(checks));
      tools.print(failed === 0 ? 'nothing failed' : `${count(failed, 'check')} failed`);
    });
};
