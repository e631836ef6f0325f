import { describeEnd, safeLines } from '@mcp-guard/core';
import { Command } from 'commander';
import { loadCommands } from '../src/commands/registry.js';
import { createTools } from '../src/create-tools.js';

/**
 * Runs `mcp-guard …args` in the process of the test, for tables of what a command says: a process for each takes most of a
 * second. Only for commands that neither ask a person nor start anything.
 */
export async function runHere(
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const result = { code: 0, stdout: '', stderr: '' };
  const tools = createTools({
    version: 'test',
    env,
    cwd,
    daemonProgram: '',
    guardProgram: '',
    print: (text) => void (result.stdout += `${safeLines(text)}\n`),
    note: (text) => void (result.stderr += `${safeLines(text)}\n`),
    setExit: (code) => void (result.code = code),
  });
  const program = new Command('mcp-guard').exitOverride();
  for (const register of await loadCommands(args[0])) register(program, tools);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    const { text, exit } = describeEnd(thrown);
    result.stderr += text;
    result.code = exit;
  }
  return result;
}
