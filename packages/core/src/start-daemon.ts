import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ERRORS, GuardError } from './errors.js';
import type { GuardPaths } from './paths.js';

/** How long a daemon may take until it answers, in milliseconds. */
const START_TIMEOUT = 20_000;
const RETRY_EVERY = 20;
/** For this long a live process under the recorded pid is taken for a daemon that is starting. */
const TRUST_PID_FOR = 5000;

/** What a daemon inherits: two clients with different environments get the same daemon. */
const INHERITED: ReadonlySet<string> = new Set([
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'TZ',
  'TMPDIR',
  'MCP_GUARD_HOME',
  'MCP_GUARD_LOG_LEVEL',
  'MCP_GUARD_DATABASE_KEY',
]);

export interface StartOptions<T> {
  readonly paths: GuardPaths;
  /** Absolute. */
  readonly config: string;
  readonly env: NodeJS.ProcessEnv;
  /** Further variables that it inherits, where a person typed the command. */
  readonly inherit?: readonly string[];
  readonly typed: boolean;
  readonly version: string;
  /** The compiled entry of the daemon's process. */
  readonly program: string;
  /** Resolves to what was asked for, or to nothing as long as no daemon answers. */
  readonly reach: () => Promise<T | undefined>;
}

/**
 * Starts the daemon of a home and waits until it can be reached. Any number of processes
 * may do this at once: the lock of the home lets one daemon live. Throws with the words
 * and the exit code of a daemon that did not start.
 */
export async function startAndReach<T>(options: StartOptions<T>): Promise<T> {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  while (elapsed() < START_TIMEOUT) {
    const someoneStarts = elapsed() < TRUST_PID_FOR && isAlive(options.paths.pid);
    const attempt = someoneStarts ? undefined : launch(options);
    do {
      await delay(RETRY_EVERY);
      const reached = await options.reach();
      if (reached !== undefined) {
        attempt?.forget();
        return reached;
      }
    } while (attempt && attempt.exit() === undefined && elapsed() < START_TIMEOUT);
    const exit = attempt?.exit();
    if (exit && exit.code !== ERRORS.DAEMON_UNAVAILABLE.exit) throw new StartFailure(exit.code, exit.words);
  }
  throw new GuardError('DAEMON_UNAVAILABLE', `the daemon does not answer; see ${options.paths.daemonLog}`);
}

/** A daemon that ended before it answered: its own words, and its exit code. */
export class StartFailure extends Error {
  readonly exit: number;

  constructor(exit: number, words: string) {
    super(words);
    this.exit = exit;
  }
}

interface Attempt {
  exit(): { readonly code: number; readonly words: string } | undefined;
  /** Lets the daemon live on without us. */
  forget(): void;
}

function launch<T>({ program, version, paths, config, typed, env, inherit = [] }: StartOptions<T>): Attempt {
  const kept = Object.entries(env).filter(
    ([name]) => INHERITED.has(name) || name.startsWith('LC_') || inherit.includes(name),
  );
  const args = [program, '--version', version, '--home', paths.home, '--config', config, ...(typed ? ['--typed'] : [])];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: '/',
    env: Object.fromEntries(typed ? [...kept, ['PATH', env['PATH'] ?? '']] : kept),
  });
  let words = '';
  let code: number | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(0, 65_536)));
  child.once('error', (error) => (words = `mcp-guard: the daemon cannot be started: ${error.message}\n`));
  child.once('close', (status) => (code = status ?? ERRORS.INTERNAL.exit));
  return {
    exit: () => (code === undefined ? undefined : { code, words }),
    forget() {
      child.stderr.destroy();
      child.unref();
    },
  };
}

/** Whether the process that last wrote its pid here still lives. */
function isAlive(pidPath: string): boolean {
  try {
    const pid = Number.parseInt(readFileSync(pidPath, 'utf8'), 10);
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** A killed daemon stays listed until init reaps it, which in a container may be never. Told on Linux only. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}
