import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Shell } from './command.ts';
import { BIN, type CommandResult } from './guard.ts';

/** Runs `mcp-guard …args` as an agent's shell does: in a session of its own, that has no terminal, with `y` to read. */
export async function runWithoutTerminal({ cwd, env }: Shell, ...args: readonly string[]): Promise<CommandResult> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, env, detached: true });
  child.stdin.on('error', () => undefined).end('y\n'.repeat(100));
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}
