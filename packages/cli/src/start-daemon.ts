import { readFileSync } from 'node:fs';
import { configuredPaths, GuardError, member, type DaemonStatus } from '@mcp-guard/core';
import { startAndReach } from '@mcp-guard/core/start-daemon';
import { parseYaml } from './clients/syntax/yaml.js';
import type { CommandTools } from './command.js';

/** Starts the daemon of a configuration and reports it. */
export async function startDetached(tools: CommandTools, config: string): Promise<void> {
  const { entrance, env, version, daemonProgram } = tools;
  const reached = await startAndReach({
    paths: entrance,
    config,
    env,
    inherit: namedVariables(config),
    typed: true,
    version,
    program: daemonProgram,
    reach: () => findDaemonOf(tools, config),
  });
  tools.print(`daemon started (pid ${reached.pid}) with ${config}`);
}

/** The daemon that a start of this configuration would meet: one that serves it, or any other in the home that it names. */
export async function findRunning(tools: CommandTools, config: string): Promise<DaemonStatus | undefined> {
  const running = await findAny(tools, config);
  if (!running || running.config.path === config) return running;
  const { daemon } = (await tools.load(config)).config;
  return configuredPaths(tools.entrance, daemon.home).home === running.home ? running : undefined;
}

/** The one that serves this configuration. */
async function findDaemonOf(tools: CommandTools, config: string): Promise<DaemonStatus | undefined> {
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
