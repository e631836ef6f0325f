import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { StartFailure } from '../end-process.js';
import { ERRORS, GuardError } from '../errors.js';
import { isAlive } from '../is-alive.js';
import { locateDaemon } from './locate-daemon.js';
import type { GuardPaths } from './paths.js';
import { claimStart } from './start-claim.js';
import { isKept as isOfPerson } from './terminal-environment.js';

/** How long a daemon may take until it responds, in milliseconds. */
const START_TIMEOUT = 20_000;
/** Each attempt looks for a few files, and half of this is added to the start that a client waits for. */
const RETRY_EVERY = 5;
/** The same for those that wait for a daemon that another process starts: there may be many. */
const WAIT_EVERY = 25;
/** A daemon may still be starting for this long after it wrote its pid. */
const TRUST_PID_FOR = 5000;

/**
 * An idle daemon should be small, and its messages are: a short-lived heap of 4 MB, and one of at most 1 GB for the rest,
 * of which it needs a few percent; with a larger limit, V8 lets several times that pile up. A short-lived heap that had
 * to grow to its size would copy at each start what the catalogue is made of, a fourteenth of the start. The start leaves
 * 30 MB for the rest, and V8 would go over them twice in it: its first collection comes at 48 MB. It collects its garbage
 * by itself when it is idle.
 */
export const DAEMON_FLAGS: readonly string[] = [
  '--min-semi-space-size=4',
  '--max-semi-space-size=4',
  '--initial-old-space-size=48',
  '--max-old-space-size=1024',
  '--expose-gc',
];

/**
 * Pools of memory of the C library (mallopt(3)): with one for each thread, as it is otherwise, each keeps for itself
 * what its thread has freed. Only glibc reads it, and servers do not get it.
 */
export const MEMORY_POOLS: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '2' };

/** A daemon inherits only these: two clients with different environments get the same daemon. */
const INHERITED: ReadonlySet<string> = new Set([
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'TZ',
  'TMPDIR',
  'XDG_STATE_HOME',
  'MCP_GUARD_HOME',
  'MCP_GUARD_LOG_LEVEL',
  'MCP_GUARD_DATABASE_KEY',
]);

/** A client's credential goes into its hello only: a variable of the daemon's environment could reach its servers. */
const NEVER_INHERITED = 'MCP_GUARD_API_KEY';

export interface StartOptions<T> {
  readonly paths: GuardPaths;
  /** Absolute. */
  readonly config: string;
  readonly env: NodeJS.ProcessEnv;
  /** Further variables that it inherits if a person typed the command. */
  readonly inherit?: readonly string[];
  readonly typed: boolean;
  readonly version: string;
  /** The compiled entry of the daemon's process. */
  readonly program: string;
  /** Resolves to the result, or to nothing as long as no daemon responds. */
  readonly reach: () => Promise<T | undefined>;
}

/**
 * Starts the daemon of a home and waits until it can be reached. Any number of processes
 * may do this at once: one of them starts a daemon, and the lock of the home lets one live. Throws with the message
 * and the exit code of a daemon that did not start.
 */
export async function startAndReach<T>(options: StartOptions<T>): Promise<T> {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  while (elapsed() < START_TIMEOUT) {
    const release = isStarting(options.paths) ? undefined : claimStart(options.paths.starting);
    const attempt = release && launch(options);
    try {
      do {
        await delay(attempt ? RETRY_EVERY : WAIT_EVERY);
        const reached = await options.reach();
        if (reached !== undefined) return reached;
      } while (attempt && attempt.exit() === undefined && elapsed() < START_TIMEOUT);
    } finally {
      release?.();
      attempt?.settle(); // also if the daemon that responds refuses us
    }
    if (elapsed() >= START_TIMEOUT) attempt?.end();
    const exit = attempt?.exit();
    if (exit && exit.code !== ERRORS.DAEMON_UNAVAILABLE.exit) throw new StartFailure(exit.code, exit.words);
  }
  throw new GuardError('DAEMON_UNAVAILABLE', 'the daemon does not answer', { hint: `see ${options.paths.daemonLog}` });
}

/** The environment of a daemon: only the listed variables of ours, and, if a person typed the command, PATH and those that servers get from a terminal. */
export function daemonEnvironment({
  env,
  typed,
  inherit = [],
}: Pick<StartOptions<unknown>, 'env' | 'typed' | 'inherit'>): NodeJS.ProcessEnv {
  const kept = new Set([...INHERITED, ...inherit, ...(typed ? ['PATH'] : [])]);
  kept.delete(NEVER_INHERITED);
  const isKept = (name: string): boolean => kept.has(name) || name.startsWith('LC_') || (typed && isOfPerson(name));
  return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)));
}

interface Attempt {
  exit(): { readonly code: number; readonly words: string } | undefined;
  /**
   * Lets the daemon live on without us. If another one responds, ours is too late and is ended:
   * otherwise it would find the home free and start just after the other one was stopped.
   */
  settle(): void;
  /** Ends one that did not get ready: it may be busy for ever, and would hold the home. */
  end(): void;
}

function launch<T>(options: StartOptions<T>): Attempt {
  const { program, version, paths, config, typed } = options;
  const args = [
    ...DAEMON_FLAGS,
    program,
    '--version',
    version,
    '--home',
    paths.home,
    '--config',
    config,
    ...(typed ? ['--typed'] : []),
  ];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: '/',
    env: { ...daemonEnvironment(options), ...MEMORY_POOLS },
  });
  let words = '';
  let code: number | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(0, 65_536)));
  child.once('error', (error) => (words = `mcp-guard: the daemon cannot be started: ${error.message}\n`));
  child.once('close', (status) => (code = status ?? ERRORS.INTERNAL.exit));
  return {
    exit: () => (code === undefined ? undefined : { code, words }),
    settle() {
      if (child.pid !== holderOf(locateDaemon(paths, config).paths.pid)) child.kill();
      child.stderr.destroy();
      child.unref();
    },
    end: () => void (code === undefined && child.kill('SIGKILL')),
  };
}

/**
 * A daemon wrote its pid a moment ago and does not listen yet. One that listened and does not respond is dead, although
 * its pid may still be listed, or belong to another process.
 */
function isStarting({ pid, socket }: GuardPaths): boolean {
  const since = modifiedAt(pid);
  if (Date.now() - since > TRUST_PID_FOR || modifiedAt(socket) >= since) return false;
  const holder = holderOf(pid);
  return holder !== undefined && isAlive(holder);
}

/** The pid that the daemon of a home wrote down. */
function holderOf(pidPath: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidPath, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Unix milliseconds. */
const modifiedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
