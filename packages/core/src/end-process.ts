import { ERRORS, GuardError, type ErrorCode } from './errors.js';
import { safeJson, safeLines } from './safe.js';

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

  get code(): ErrorCode {
    return this.exit === ERRORS.CONFIG_INVALID.exit ? 'CONFIG_INVALID' : 'DAEMON_UNAVAILABLE';
  }

  /** Its first line, without the name of the program. */
  get reason(): string {
    const [first = ''] = this.message.split('\n');
    return first.replace(/^mcp-guard: /, '');
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

/** The same for a program: what `--json` prints to standard output of a command that fails. */
export function toErrorJson(thrown: unknown): string {
  if (thrown instanceof StartFailure) {
    return safeJson({
      error: { code: thrown.code, message: thrown.reason, problems: thrown.message.trimEnd().split('\n') },
    });
  }
  const { code, message, hint } = GuardError.from(thrown);
  const [first = '', ...more] = message.split('\n');
  return safeJson({ error: { code, message: first, ...(more.length > 0 && { problems: message.split('\n') }), hint } });
}

/** Reports the error on standard error. The process then ends by itself with its exit code, or at once with `process.exit()`. */
export function endProcess(thrown: unknown): void {
  const { text, exit } = describeEnd(thrown);
  process.stderr.write(text);
  process.exitCode = exit;
}
