import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Shell } from './command.ts';
import { runCommandLine, type CommandResult } from './guard.ts';
import { untilGone } from './processes.ts';

/** The home of a person with clients, in which nothing of the guard is yet. */
export interface ClientsHome extends AsyncDisposable, Shell {
  /** The home folder. */
  readonly home: string;
  /** Where the guard keeps its files. */
  readonly guard: string;
  /** Absolute. @param path seen from the home folder */
  at(path: string): string;
  write(path: string, text: string): Promise<void>;
  /** Runs `mcp-guard …args`, in the process of the test where the command neither asks nor stays. */
  run(...args: readonly string[]): Promise<CommandResult>;
}

export async function createClientsHome(): Promise<ClientsHome> {
  const home = await mkdtemp(join(tmpdir(), 'mcp-guard-test-'));
  const guard = join(home, '.config', 'mcp-guard');
  const shell: Shell = { cwd: home, env: { PATH: process.env['PATH'] ?? '', HOME: home } };
  const run: ClientsHome['run'] = (...args) => runCommandLine(shell, ...args);
  const at = (path: string): string => join(home, path);
  return {
    ...shell,
    home,
    guard,
    at,
    run,
    async write(path, text) {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), text);
    },
    async [Symbol.asyncDispose]() {
      await run('stop');
      await rm(home, { recursive: true, force: true });
      await untilGone(home);
    },
  };
}
