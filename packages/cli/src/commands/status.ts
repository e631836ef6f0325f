import {
  GuardError,
  safe,
  safeJson,
  userName,
  type DaemonStatus,
  type ServerView,
  type SessionView,
} from '@mcp-guard/core';
import { readSearchPath } from '@mcp-guard/core/search-path';
import { findStartProblem } from '@mcp-guard/policy';
import { CONFIG_OPTION, type CommandTools, type ConfigOption, type RegisterCommand } from '../command.js';
import { checkHealth } from '../daemon/check-health.js';
import { describeHalt, findHalt } from '../daemon/halt.js';
import { describeProblem, describeStatus } from '../daemon/describe-status.js';

interface StatusOptions extends ConfigOption {
  readonly check?: true;
  readonly ack?: true;
  readonly json?: true;
}

export const status: RegisterCommand = (program, tools) => {
  program
    .command('status')
    .description('show the daemon and the servers it guards')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .option('--check', 'print whether the daemon runs and records, and exit 1 if not')
    .option('--ack', 'acknowledge that the configuration now allows more')
    .addHelpText('after', '\nExamples:\n  mcp-guard status\n  mcp-guard status --check || mcp-guard restart')
    .action(async (options: StatusOptions) => {
      if (options.check) return checkHealth(tools, options);
      const { config, json, ack } = options;
      const path = tools.findConfig(config);
      const daemon = tools.control(path);
      if (ack) await daemon.post('/policy/acknowledge', { by: userName() });
      const report = await daemon.get<DaemonStatus>('/status').catch(async (error: unknown) => {
        if (GuardError.from(error).code === 'DAEMON_UNAVAILABLE') await reportProblems(tools, path);
        throw error;
      });
      const [open, servers] = await Promise.all([
        daemon.get<readonly SessionView[]>('/sessions'),
        daemon.get<readonly ServerView[]>('/servers'),
      ]);
      if (json) tools.print(safeJson({ ...report, servers, open }));
      else tools.print(describeStatus(report, open, servers, tools.version));
    });
};

/** The same problems stop the daemon; `validate` reports why there can be no daemon. */
async function reportProblems({ load, entrance, env, note }: CommandTools, path: string): Promise<void> {
  const halt = findHalt(env);
  if (halt) note(`mcp-guard: ${describeHalt(halt)}`);
  const loaded = await load(path).catch(() => undefined);
  const searchPath = readSearchPath(entrance.path);
  for (const [name, server] of Object.entries(loaded?.config.servers ?? {})) {
    const problem = findStartProblem(name, server, searchPath);
    if (problem) note(`mcp-guard: the server ${safe(name)} ${describeProblem(problem)}`);
  }
}
