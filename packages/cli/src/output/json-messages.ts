import { safeJson } from '@mcp-guard/core';
import type { CommandTools } from '../command.js';

export interface JsonOption {
  readonly json?: true;
}

/** The help of `--json` for commands that say what they did. */
export const JSON_HELP = 'machine-readable output: what was done, as messages';

/** Runs a command that says what it did; with `--json` these come as `{ "messages": […] }`, once it is done. */
export async function tellIn(
  tools: CommandTools,
  { json }: JsonOption,
  run: (tools: CommandTools) => Promise<void>,
): Promise<void> {
  if (!json) return run(tools);
  const messages: string[] = [];
  await run({ ...tools, print: (text) => void messages.push(...text.split('\n')) });
  tools.print(safeJson({ messages }));
}
