import { BIN } from './guard.ts';
import type { Shell } from './command.ts';
import { runInTerminalOf, type Answer, type TerminalResult } from './terminal.ts';

export type { Answer, TerminalResult } from './terminal.ts';

/** A text in one line: where it breaks depends on the paths in it. */
export const unfold = (shown: string): string => shown.trim().split(/\s+/u).join(' ');

/** What a terminal shows is as wide as it: 80 columns unless it says otherwise. */
export interface TerminalShell extends Shell {
  readonly columns?: number;
}

/** Runs any program in a terminal, where a person is: not among the processes of the test, which are those of a client. */
export async function runProgramInTerminal(
  shell: TerminalShell,
  command: readonly string[],
  ...answers: readonly Answer[]
): Promise<TerminalResult> {
  const { code, screen } = await runInTerminalOf(shell, command, answers);
  return { code, screen: screen.replaceAll('\r\n', '\n') };
}

/** Runs `mcp-guard …args` in a terminal. */
export const runInTerminal = (
  shell: TerminalShell,
  args: readonly string[],
  ...answers: readonly Answer[]
): Promise<TerminalResult> => runProgramInTerminal(shell, [process.execPath, BIN, ...args], ...answers);
