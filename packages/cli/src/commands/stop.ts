import type { ConfigOption, RegisterCommand } from '../command.js';
import { count } from '../count.js';
import { stopDaemon } from '../stop-daemon.js';

export const stop: RegisterCommand = (program, tools) => {
  program
    .command('stop')
    .description('stop the daemon after letting calls in flight finish')
    .option('-c, --config <file>', 'the configuration it runs with')
    .addHelpText('after', '\nExample:\n  mcp-guard stop')
    .action(async ({ config }: ConfigOption) => {
      const report = await stopDaemon(tools, tools.findConfig(config));
      const unanswered = report.unanswered > 0 ? `, ${count(report.unanswered, 'call')} without an answer` : '';
      tools.print(`daemon stopped (pid ${report.pid}); ${count(report.sessions, 'session')} ended${unanswered}`);
    });
};
