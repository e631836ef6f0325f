import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Real processes that end with their test: each leads a group, which is killed as a whole. */
export class Started {
  readonly #leaders: ChildProcess[] = [];

  start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess & { readonly pid: number } {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], ...options, detached: true });
    const { pid } = child;
    if (pid === undefined) throw new Error(`${command} does not start`);
    this.#leaders.push(child);
    return Object.assign(child, { pid });
  }

  /** Starts what tells numbers in its first line, and resolves with these. */
  async startAndHear(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<readonly number[]> {
    const { stdout } = this.start(command, args, options);
    if (!stdout) throw new Error(`${command} cannot be heard`);
    const [line]: unknown[] = await once(createInterface(stdout), 'line');
    return String(line).split(' ').map(Number);
  }

  async end(): Promise<void> {
    await Promise.all(this.#leaders.splice(0).map(endGroup));
  }
}

async function endGroup(leader: ChildProcess): Promise<void> {
  const hasEnded = leader.exitCode !== null || leader.signalCode !== null;
  const ended = hasEnded ? undefined : once(leader, 'exit');
  try {
    process.kill(-(leader.pid ?? Number.NaN), 'SIGKILL');
  } catch {
    // nobody is left in it
  }
  await ended;
}
