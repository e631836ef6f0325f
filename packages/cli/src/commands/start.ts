import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { GuardError, member, safeJsonLines, safeLines, type DaemonStatus } from '@mcp-guard/core';
import { parseYaml } from '../clients/syntax/yaml.js';
import { daemonEnvironment, startAndReach } from '@mcp-guard/core/start-daemon';
import type { CommandTools, ConfigOption, RegisterCommand } from '../command.js';

export const start: RegisterCommand = (program, tools) => {
  program
    .command('start')
    .description('start the daemon; clients start it by themselves too')
    .option('-d, --daemon', 'in the background; returns when it answers')
    .option('-c, --config <file>', 'the configuration; default ./mcp-guard.yaml, then the one in the home')
    .addHelpText('after', '\nExample:\n  mcp-guard start -d')
    .action(async ({ daemon, config }: ConfigOption & { daemon?: true }) => {
      const path = tools.findConfig(config);
      const running = await findRunning(tools, path);
      if (running) {
        const other = running.config.path === path ? '' : ` with ${running.config.path}`;
        throw new GuardError(
          'DAEMON_UNAVAILABLE',
          `a daemon is already running${other} (pid ${running.pid}); nothing was changed`,
        );
      }
      if (daemon) await startDetached(tools, path);
      else tools.setExit(await runInForeground(tools, path));
    });
};

/** Starts the daemon of a configuration and says so. */
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
    reach: () => findRunning(tools, config),
  });
  tools.print(`daemon started (pid ${reached.pid}) with ${config}`);
}

export async function findRunning(tools: CommandTools, config: string): Promise<DaemonStatus | undefined> {
  try {
    return await tools.control(config).get<DaemonStatus>('/status');
  } catch (error) {
    if (error instanceof GuardError && error.code === 'DAEMON_UNAVAILABLE') return undefined;
    throw error;
  }
}

/** The variables that the configuration names: a daemon that a person starts gets them from the terminal. */
function namedVariables(config: string): string[] {
  try {
    const text = readFileSync(config, 'utf8');
    const expanded = [...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)(?=\}|:-)/g)].flatMap(([, name]) => name ?? []);
    return [...expanded, ...passedVariables(text)];
  } catch {
    return []; // the daemon says what is wrong with the file
  }
}

/** `daemon.pass_env`, as far as the file can be read. */
function passedVariables(text: string): readonly string[] {
  const names = member(member(parseYaml(text).value, 'daemon'), 'pass_env');
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** The terminal's signals reach the daemon too; we wait for it and end as it does. */
async function runInForeground(
  { daemonProgram, version, entrance, env }: CommandTools,
  config: string,
): Promise<number> {
  const args = [daemonProgram, '--version', version, '--home', entrance.home, '--config', config, '--typed'];
  const child = spawn(process.execPath, args, {
    stdio: ['inherit', 'pipe', 'pipe'],
    env: daemonEnvironment({ env, typed: true, inherit: namedVariables(config) }),
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process
    .on('SIGINT', () => undefined)
    .on('SIGTERM', forward)
    .on('SIGHUP', forward);
  child.stdout.setEncoding('utf8').on('data', (rows: string) => process.stdout.write(safeJsonLines(rows)));
  child.stderr.setEncoding('utf8').on('data', (words: string) => process.stderr.write(safeLines(words)));
  await once(child, 'close');
  return child.exitCode ?? 1;
}
