import { readFileSync } from 'node:fs';
import { configuredPaths, GuardError, member, safeJson, type DaemonStatus } from '@mcp-guard/core';
import { startAndReach } from '@mcp-guard/core/start-daemon';
import { parseYaml } from '../clients/syntax/yaml.js';
import type { CommandTools } from '../command.js';
import { withProgress } from '../output/progress.js';

/** Starts the daemon of a configuration in the background. */
export function startDetached(tools: CommandTools, config: string): Promise<DaemonStatus> {
  const { entrance, env, version, daemonProgram } = tools;
  const reached = startAndReach({
    paths: entrance,
    config,
    env,
    inherit: namedVariables(config),
    typed: true,
    version,
    program: daemonProgram,
    reach: () => findDaemonOf(tools, config),
  });
  return withProgress(tools, 'starting the daemon', reached);
}

/** Reports a daemon that was started, or that runs already. */
export function reportDaemon(
  { print, note }: CommandTools,
  how: 'started' | 'already runs',
  daemon: DaemonStatus,
  json?: true,
): void {
  const { pid, config } = daemon;
  if (json) print(safeJson({ pid, config: config.path, started: how === 'started' }));
  else print(`daemon ${how} (pid ${pid}) with ${config.path}`);
  if (daemon.approvals.needsPassphrase)
    note('a passphrase is required and none is set: mcp-guard approvals passphrase');
}

/** The daemon that a start of this configuration would meet: one that serves it, or any other in the home that it names. */
export async function findRunning(tools: CommandTools, config: string): Promise<DaemonStatus | undefined> {
  const running = await findAny(tools, config);
  if (!running || running.config.path === config) return running;
  const { daemon } = (await tools.load(config)).config;
  return configuredPaths(tools.entrance, daemon.home).home === running.home ? running : undefined;
}

/** The one that serves this configuration. */
export async function findDaemonOf(tools: CommandTools, config: string): Promise<DaemonStatus | undefined> {
  const running = await findAny(tools, config);
  return running?.config.path === config ? running : undefined;
}

/** The daemon of the home where the one of this configuration was last, or of the default home if it never ran. */
async function findAny(tools: CommandTools, config: string): Promise<DaemonStatus | undefined> {
  try {
    return await tools.control(config).get<DaemonStatus>('/status');
  } catch (error) {
    if (error instanceof GuardError && error.code === 'DAEMON_UNAVAILABLE') return undefined;
    throw error;
  }
}

/** The variables that the configuration names: a daemon that a person starts gets them from the terminal. */
export function namedVariables(config: string): string[] {
  try {
    const text = readFileSync(config, 'utf8');
    const expanded = [...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)(?=\}|:-)/g)].flatMap(([, name]) => name ?? []);
    return [...expanded, ...passedVariables(text)];
  } catch {
    return []; // the daemon reports what is wrong with the file
  }
}

/** `daemon.pass_env`, as far as the file can be read. */
function passedVariables(text: string): readonly string[] {
  const names = member(member(parseYaml(text).value, 'daemon'), 'pass_env');
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
