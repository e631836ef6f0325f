import { safe, safeJson, type DaemonStatus } from '@mcp-guard/core';
import type { ConfigOption, RegisterCommand } from '../command.js';
import { count } from '../count.js';
import { formatDuration } from '../duration.js';

export const status: RegisterCommand = (program, tools) => {
  program
    .command('status')
    .description('show the daemon and the servers it guards')
    .option('-c, --config <file>', 'the configuration it runs with')
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard status')
    .action(async ({ config, json }: ConfigOption & { json?: true }) => {
      const report = await tools.control(tools.findConfig(config)).get<DaemonStatus>('/status');
      tools.print(json ? safeJson(report) : describe(report));
    });
};

function describe({ pid, version, startedAt, sessions, servers, config, audit }: DaemonStatus): string {
  const lastWrite = audit.lastWriteAt === null ? 'nothing yet' : ago(audit.lastWriteAt);
  return [
    `daemon running (pid ${pid}), version ${version}, up ${formatDuration(Date.now() - startedAt * 1000)}`,
    `sessions: ${sessions}`,
    ...servers.map(({ name, sessions: open }) => `  ${safe(name)}: ${open} open`),
    `configuration: ${safe(config.path, 500)}, loaded ${ago(config.loadedAt)}`,
    ...(config.loosened === null
      ? []
      : [`  allows more since ${ago(config.loosened.at)}: ${safe(config.loosened.changes.join('; '), 500)}`]),
    ...config.problems.map((problem) => `  not in force: ${safe(problem, 500)}`),
    `audit: ${count(audit.rows, 'row')}, ${Math.ceil(audit.bytes / 1024)} KiB of ${Math.ceil(audit.maxBytes / 1024)}, last write ${lastWrite}`,
    ...(audit.failure === null ? [] : [`  traffic is refused: ${safe(audit.failure, 500)}`]),
    ...audit.warnings.map((warning) => `  warning: ${safe(warning, 500)}`),
  ].join('\n');
}

const ago = (unixSeconds: number): string => `${formatDuration(Math.max(0, Date.now() - unixSeconds * 1000))} ago`;
