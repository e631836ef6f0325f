import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

/** How a process is started; `env` is added to the environment of the benchmark. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The working folder; that of the benchmark by default. */
  readonly cwd?: string;
}

export type Child = ChildProcessWithoutNullStreams;

const GRACE_MS = 3000;

/** Every process that the benchmark started, each in its own group, so that none outlives it. */
export class Processes {
  readonly #running = new Set<Child>();
  readonly #killAll = (): void => {
    for (const child of this.#running) killGroup(child);
  };

  constructor() {
    process.once('exit', this.#killAll);
  }

  start({ command, args, env, ...rest }: Command): Child {
    const child = spawn(command, args, {
      ...rest,
      detached: true,
      stdio: 'pipe',
      env: { ...ownEnvironment(), ...env },
    });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    child.once('error', () => this.#running.delete(child));
    child.stdin.on('error', () => {}); // The end of the process reports the same, with its reason.
    return child;
  }

  /** Resolves once the process ended well; otherwise throws its last output. */
  async run(command: Command): Promise<void> {
    const child = this.start(command);
    let said = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
    child.stdin.end();
    await once(child, 'close');
    if (child.exitCode !== 0) throw new Error(said.trim().split('\n').at(-1) || `exit ${child.exitCode}`);
  }

  /** Ends a process the way a client does, by the end of its input; by force when that takes too long. */
  async end(child: Child): Promise<void> {
    if (!this.#running.has(child)) return;
    const gone = once(child, 'exit');
    const timer = setTimeout(() => killGroup(child), GRACE_MS);
    child.stdin.end();
    child.stdout.resume();
    await gone;
    clearTimeout(timer);
    killGroup(child);
  }

  /** Ends a process whose end is of no interest. */
  async kill(child: Child): Promise<void> {
    if (!this.#running.has(child)) return;
    const gone = once(child, 'exit');
    killGroup(child);
    await gone;
  }

  close(): void {
    this.#killAll();
    process.removeListener('exit', this.#killAll);
  }
}

/** Kills what the process left in its group, too. */
function killGroup({ pid }: Child): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone.
  }
}

/** Without the settings of a guard that the user runs. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MCP_GUARD_')));
}
