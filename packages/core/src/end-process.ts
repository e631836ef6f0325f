import { GuardError } from './errors.js';
import { safeLines } from './safe.js';

/** How a process ends because of an error. */
export interface ProcessEnd {
  /** Lines for its standard error, each with its end. */
  readonly text: string;
  readonly exit: number;
}

/** A daemon that ended before it responded: its own message, and its exit code. */
export class StartFailure extends Error {
  readonly exit: number;

  constructor(exit: number, words: string) {
    super(words);
    this.exit = exit;
  }
}

/** The message, then the hint on a line of its own, and the exit code of the table. */
export function describeEnd(thrown: unknown): ProcessEnd {
  if (thrown instanceof StartFailure) return { text: `${safeLines(thrown.message.trimEnd())}\n`, exit: thrown.exit };
  const error = GuardError.from(thrown);
  const cause = error.code === 'INTERNAL' && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const lines = [`${error.message}${cause}`, ...(error.hint ? [error.hint] : [])].flatMap((text) => text.split('\n'));
  return { text: lines.map((line) => `mcp-guard: ${safeLines(line)}\n`).join(''), exit: error.exit };
}

/** Reports the error on standard error. The process then ends by itself with its exit code, or at once with `process.exit()`. */
export function endProcess(thrown: unknown): void {
  const { text, exit } = describeEnd(thrown);
  process.stderr.write(text);
  process.exitCode = exit;
}
