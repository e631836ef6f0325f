import { GuardError, safe, safeJson, type DaemonHealth } from '@mcp-guard/core';
import type { ConfigOption, RegisterCommand } from '../command.js';

export const health: RegisterCommand = (program, tools) => {
  program
    .command('health')
    .description('exit 0 when the daemon runs and records, else 1')
    .option('-c, --config <file>', 'the configuration it runs with')
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard health || mcp-guard restart')
    .action(async ({ config, json }: ConfigOption & { json?: true }) => {
      const report = await tools
        .control(tools.findConfig(config))
        .get<DaemonHealth>('/health')
        .catch((error: unknown): DaemonHealth => ({ healthy: false, reasons: [GuardError.from(error).message] }));
      const words = report.healthy
        ? 'healthy'
        : `unhealthy: ${report.reasons.map((reason) => safe(reason)).join('; ')}`;
      tools.print(json ? safeJson(report) : words);
      if (!report.healthy) tools.setExit(1);
    });
};
