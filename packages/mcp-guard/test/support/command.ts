import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BIN, type CommandResult, type TestGuard } from './guard.ts';

/** A shell's view of a home: its environment and a folder. */
export interface Shell {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningCommand {
  readonly pid: number;
  readonly stdout: string;
  readonly stderr: string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<CommandResult>;
}

export const shellOf = (guard: TestGuard): Shell => ({ cwd: guard.home, env: guard.connect('any').env });

/** Starts `mcp-guard …args` and leaves it running. */
export function startCommand({ cwd, env }: Shell, ...args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode ?? -1, stdout, stderr }));
  return {
    pid: child.pid ?? -1,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    kill: (signal) => void child.kill(signal),
    ended,
  };
}
