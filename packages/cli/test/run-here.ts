import { describeEnd, hintText, safeLines } from '@mcp-guard/core';
import { Command } from 'commander';
import { toTree, type CommandTree } from '../src/commands/command-tree.js';
import { loadCommands } from '../src/commands/registry.js';
import { createTools } from '../src/commands/create-tools.js';

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
    guardProgram: '/nonexistent/mcp-guard/bin/mcp-guard.cjs',
    print: (text) => void (result.stdout += `${safeLines(text)}\n`),
    note: (text) => void (result.stderr += `${safeLines(hintText(text))}\n`),
    setExit: (code) => void (result.code = code),
  });
  const program = new Command('mcp-guard').exitOverride();
  const listed = async (): Promise<readonly CommandTree[]> => {
    const all = new Command();
    for (const register of await loadCommands()) register(all, tools);
    return toTree(all).commands;
  };
  for (const register of await loadCommands(args[0], listed)) register(program, tools);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    const { lines, exit } = describeEnd(thrown);
    result.stderr += lines.map((line) => `${safeLines(hintText(line))}\n`).join('');
    result.code = exit;
  }
  return result;
}
