import { isAbsolute } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLine, type DaemonStatus, GuardError, safe } from '@mcp-guard/core';
import { Reaper } from '@mcp-guard/core/launch';
import { withoutRelative } from '@mcp-guard/core/search-path';
import { toRealPath } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { Declined } from '../person/declined.js';
import { withReports } from '../output/progress.js';
import { askServer } from '../servers/ask-server.js';
import type { NewLaunch } from './edit-entries.js';

/** Servers that are started at once. */
const AT_ONCE = 4;
/** A package may have to be downloaded first. Milliseconds. */
const TIME_LIMIT = 120_000;
/** How long a running daemon may take to notice the new configuration, in milliseconds. */
const RELOAD_LIMIT = 10_000;
const LOOK_EVERY = 50;
/** The most characters for the names of servers that are still waited for. */
const MAX_NAMES = 200;
/** As the daemon says it of a remote server without a login; the end of a long message is not shown. */
const NEEDS_LOGIN = /with the error \d{1,5}: mcp-guard: the server \S{1,64} needs the use/;
/** The guard's own words begin so, before their reason. */
const REFUSED = /^the server \S{1,64} answers initialize with the error 10\d{3}: mcp-guard(?: refused this)?: /;
const RECORD = / \(record \d{1,15}\)/;
/** A bridge says so on its standard error what helps. */
const ADVICE = ': mcp-guard: ';
/** The environment of the barest client. */
const BARE_PATH = '/usr/bin:/bin:/usr/sbin:/sbin';

export interface Trial {
  /** In our configuration. */
  readonly name: string;
  /** The folders in which clients start it, absolute. */
  readonly cwd: string;
  readonly launch: NewLaunch;
  /** Variables that stay in the client’s entry, unchanged: those that it fills in, and those for the guard. */
  readonly values: Readonly<Record<string, string>>;
}

/** How many tools it lists; or that it works once the user has logged in; or why it cannot be used. */
export type TrialResult = { readonly tools: number } | { readonly needsLogin: true } | { readonly why: string };

/**
 * Connects to servers through the guard, each as a client will: with the command that goes into its file, in the
 * folder in which the client starts it and with almost no PATH. A server that does not work causes no exception; an
 * interrupt ends them all and throws POLICY_DENIED.
 */
export async function tryServers(
  trials: readonly Trial[],
  { version, env: terminal, note }: Pick<CommandTools, 'version' | 'env' | 'note'>,
  onResult: (trial: Trial, result: TrialResult) => void,
): Promise<void> {
  const home = { ...(terminal['HOME'] !== undefined && { HOME: terminal['HOME'] }) };
  const reaper = new Reaper();
  const waiting = [...trials];
  const open = new Set(trials);
  const stop = new AbortController();
  const work = async (): Promise<void> => {
    for (let trial = waiting.shift(); trial && !stop.signal.aborted; trial = waiting.shift()) {
      onResult(trial, await attempt(trial));
      open.delete(trial);
    }
  };
  const attempt = async ({ name, cwd, launch, values }: Trial): Promise<TrialResult> => {
    const { command, args, env, kept } = launch;
    // A program that a project's file starts by name is found on the PATH of its user.
    const path = isAbsolute(command) ? BARE_PATH : withoutRelative(terminal['PATH'] ?? BARE_PATH);
    const forward = kept.length > 0 ? { MCP_GUARD_FORWARD: kept.join(',') } : {};
    try {
      const { tools } = await askServer(
        { name, command, args, env: { ...values, ...env, ...forward }, path, cwd, terminal: home },
        { version, reaper, only: 'tools', timeLimit: TIME_LIMIT, signal: stop.signal },
      );
      return { tools: tools.length };
    } catch (error) {
      const { message } = GuardError.from(error);
      return NEEDS_LOGIN.test(message)
        ? { needsLogin: true }
        : { why: withoutKeys(message.replace(REFUSED, '').replace(RECORD, ''), name) };
    }
  };
  const describe = (): string => {
    const names = [...new Set([...open].map(({ name }) => name))].join(', ');
    return `still trying ${safe(names, MAX_NAMES)}, for ${TIME_LIMIT / 1000} s at most; Ctrl-C takes everything back`;
  };
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await withReports({ note }, describe, Promise.all(Array.from({ length: AT_ONCE }, work)));
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    reaper.close();
  }
  if (stop.signal.aborted) throw new Declined('interrupted; nothing was changed');
}

/** A server that fails leaves our configuration again, so advice about its keys there would lead nowhere. */
function withoutKeys(why: string, name: string): string {
  const advice = why.lastIndexOf(ADVICE);
  return advice >= 0 && why.includes(`servers.${name}.`, advice) ? why.slice(0, advice) : why;
}

/**
 * Throws CONFIG_INVALID if a daemon runs with another configuration: the guard under trial would not be the
 * one that is being set up.
 */
export async function refuseOther(tools: Pick<CommandTools, 'control'>, config: string): Promise<void> {
  await findRunning(tools, config);
}

/** Waits until a running daemon knows these servers; returns at once without one. Throws as `refuseOther`. */
export async function awaitReload(
  tools: Pick<CommandTools, 'control'>,
  config: string,
  names: readonly string[],
): Promise<void> {
  const deadline = performance.now() + RELOAD_LIMIT;
  while (performance.now() < deadline) {
    const status = await findRunning(tools, config);
    const known = new Set(status?.servers.map(({ name }) => name));
    if (!status || names.every((name) => known.has(name))) return;
    await delay(LOOK_EVERY);
  }
}

async function findRunning(tools: Pick<CommandTools, 'control'>, config: string): Promise<DaemonStatus | undefined> {
  const status = await readStatus(tools, config);
  if (!status || realPathOf(status.config.path) === realPathOf(config)) return status;
  throw new GuardError('CONFIG_INVALID', `the running daemon has another configuration: ${status.config.path}`, {
    hint: {
      words: 'stop that daemon first, or add to its configuration:',
      command: commandLine('mcp-guard init -c', status.config.path),
    },
  });
}

const realPathOf = (path: string): string => toRealPath(path)?.path ?? path;

async function readStatus(tools: Pick<CommandTools, 'control'>, config: string): Promise<DaemonStatus | undefined> {
  try {
    return await tools.control(config).get<DaemonStatus>('/status');
  } catch (error) {
    if (error instanceof GuardError && error.code === 'DAEMON_UNAVAILABLE') return undefined;
    throw error;
  }
}
