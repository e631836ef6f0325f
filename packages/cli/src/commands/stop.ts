import { safeJson } from '@mcp-guard/core';
import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { count } from '../output/count.js';
import { ifRunning, stopDaemon } from '../daemon/stop-daemon.js';

export const stop: RegisterCommand = (program, tools) => {
  program
    .command('stop')
    .description('stop the daemon after letting calls in flight finish')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard stop')
    .action(async ({ config, json }: ConfigOption & { json?: true }) => {
      const report = await stopDaemon(tools, tools.findConfig(config)).catch(ifRunning);
      if (json) return tools.print(safeJson(report ?? { pid: null, sessions: 0, unanswered: 0 }));
      if (!report) return tools.print('no daemon runs');
      const unanswered = report.unanswered > 0 ? `, ${count(report.unanswered, 'call')} without an answer` : '';
      tools.print(`daemon stopped (pid ${report.pid}); ${count(report.sessions, 'session')} ended${unanswered}`);
    });
};
