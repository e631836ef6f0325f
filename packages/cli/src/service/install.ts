import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, safe, type DaemonStatus } from '@mcp-guard/core';
import { recordSearchPath } from '@mcp-guard/core/search-path';
import { recordEnvironment } from '@mcp-guard/core/terminal-environment';
import { ConfigError } from '@mcp-guard/policy';
import { loadConfig } from '@mcp-guard/policy/load';
import { agreeTo } from '../person/agree.js';
import type { CommandTools } from '../command.js';
import { stopDaemon } from '../daemon/stop-daemon.js';
import { count } from '../output/count.js';
import { refusePassing } from '../init/guard-launch.js';
import { lastingNode } from '../init/lasting-node.js';
import { findRunning } from '../daemon/start-daemon.js';
import { findTerminal, isYes } from '../person/terminal.js';
import { readOwn, writeOwn } from './own-file.js';
import { serviceEnvironment, toServiceLaunch, type ServiceLaunch } from './service-launch.js';
import type { ServiceManager } from './service-manager.js';

/** A client may start a daemon between the end of the last one and the start of the service, so it is tried again. */
const ATTEMPTS = 3;
const REACH_TIMEOUT = 20_000;
const LOOK_EVERY = 50;

export interface InstallOptions {
  /** Absolute. */
  readonly config: string;
  /** No question is asked. */
  readonly yes: boolean;
}

/** Plans the file for a configuration. Throws CONFIG_INVALID if no daemon could run with it as a service. */
export async function planService(tools: CommandTools, manager: ServiceManager, config: string): Promise<string> {
  refusePassing(tools.daemonProgram, 'service install');
  return manager.toText(await toLaunch(tools, config));
}

/** Writes the service, and hands a daemon that runs already over to it. Returns once the service's own daemon answers. */
export async function installService(
  tools: CommandTools,
  manager: ServiceManager,
  { config, yes }: InstallOptions,
): Promise<void> {
  const text = await planService(tools, manager, config);
  const before = readOwn(manager.file);
  await manager.insist();
  const running = await findRunning(tools, config);
  if (running && before === text && (await manager.state()).pid === running.pid) {
    tools.print(`nothing to do: the service runs with ${safe(config, 500)} (pid ${running.pid})`);
    return;
  }
  await agreeTo(tools, config, { command: 'service install', yes, runs: running?.config.path === config });
  if (running && !yes) await askToHandOver(running);
  await recordTerminal(tools, config);
  writeOwn(manager.file, text);
  const daemon = await takeOver(tools, manager, config);
  tools.print(`service installed: ${safe(manager.file, 500)}`);
  tools.print(`daemon started (pid ${daemon.pid}) with ${safe(config, 500)}`);
  for (const advice of manager.advice()) tools.note(advice);
}

async function toLaunch({ entrance, env, daemonProgram, load }: CommandTools, config: string): Promise<ServiceLaunch> {
  const { shutdown_timeout: shutdownTimeout } = (await load(config)).config.daemon;
  const { home, secrets, bases } = entrance;
  try {
    await loadConfig({ home, path: config, secrets, bases, env: serviceEnvironment(env) });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const hint = `a service has no variables of this terminal: write them into ${secrets}, as NAME=value`;
    throw new GuardError('CONFIG_INVALID', error.message, { cause: error, hint });
  }
  const node = lastingNode(process.execPath, env['PATH']);
  return toServiceLaunch({ node, daemonProgram, home, config, env, shutdownTimeout });
}

async function askToHandOver({ pid, sessions }: DaemonStatus): Promise<void> {
  const what = `a daemon runs already (pid ${pid}), with ${count(sessions, 'session')}`;
  const terminal = findTerminal('service install');
  try {
    terminal?.show(`${what}: it is stopped, which ends them, and the service starts another one.`);
    if (isYes(await terminal?.ask('continue? [y/N] '))) return;
  } finally {
    terminal?.close();
  }
  throw new GuardError('POLICY_DENIED', `${what}; nothing was changed`, {
    hint: { command: 'mcp-guard service install --yes' },
  });
}

/** Servers of the service are found as in this terminal. */
async function recordTerminal({ entrance, env, load, note }: CommandTools, config: string): Promise<void> {
  mkdirSync(entrance.home, { recursive: true, mode: 0o700 });
  if (env['PATH']) recordSearchPath(entrance.path, env['PATH']);
  recordEnvironment(entrance.environment, env, (await load(config)).config.daemon.pass_env);
  if (env['MCP_GUARD_DATABASE_KEY'] !== undefined)
    note('MCP_GUARD_DATABASE_KEY is not written into the service: give it a variable of its own, or use a key file');
}

async function takeOver(tools: CommandTools, manager: ServiceManager, config: string): Promise<DaemonStatus> {
  for (let attempt = 1; ; attempt++) {
    if (await findRunning(tools, config)) await stopDaemon(tools, config);
    await manager.start();
    const reached = await reach(tools, manager, config);
    if (reached?.isOfService) return reached.daemon;
    if (attempt < ATTEMPTS && reached) continue;
    const { failure } = await manager.state();
    const why = reached
      ? `another daemon has started before it (pid ${reached.daemon.pid})`
      : `its daemon does not answer${failure === null ? '' : ` (${failure})`}`;
    throw new GuardError('DAEMON_UNAVAILABLE', `the service is installed, but ${why}`, {
      hint: {
        words: 'mcp-guard validate says whether the configuration is at fault, and what was written:',
        command: 'mcp-guard service status',
      },
    });
  }
}

/** The daemon that answers once the service has started one or has given up. */
async function reach(
  tools: CommandTools,
  manager: ServiceManager,
  config: string,
): Promise<{ readonly daemon: DaemonStatus; readonly isOfService: boolean } | undefined> {
  const deadline = performance.now() + REACH_TIMEOUT;
  while (performance.now() < deadline) {
    const { pid, running } = await manager.state();
    const daemon = await findRunning(tools, config);
    if (daemon && daemon.pid === pid) return { daemon, isOfService: true };
    if (!running) return daemon && { daemon, isOfService: false };
    await delay(LOOK_EVERY);
  }
  return undefined;
}
