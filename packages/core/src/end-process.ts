import { ERRORS, GuardError, type ErrorCode } from './errors.js';
import { asNext, hintAfter, hintText, type Hint } from './hint.js';
import { safeJson, safeLines } from './safe.js';

/** How a process ends because of an error. */
export interface ProcessEnd {
  /** Lines for its standard error. What is a command is to be shown unbroken. */
  readonly lines: readonly Hint[];
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

  get lines(): readonly string[] {
    return this.message.trimEnd().split('\n');
  }

  /** Its first line, without the name of the program. */
  get reason(): string {
    const [first = ''] = this.lines;
    return first.replace(/^mcp-guard: /, '');
  }
}

/** The message, then the hint on a line of its own, and the exit code of the table. */
export function describeEnd(thrown: unknown): ProcessEnd {
  if (thrown instanceof StartFailure) return { lines: thrown.lines.map((command) => ({ command })), exit: thrown.exit }; // any may be one
  const error = GuardError.from(thrown);
  const cause = error.code === 'INTERNAL' && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const lines: readonly Hint[] = [
    ...`${error.message}${cause}`.split('\n'),
    ...(error.hint === undefined ? [] : [asNext(error.hint)]),
  ];
  return { lines: lines.map((line) => hintAfter('mcp-guard:', line)), exit: error.exit };
}

/** The same for a program: what `--json` prints to standard output of a command that fails. */
export function toErrorJson(thrown: unknown): string {
  if (thrown instanceof StartFailure) {
    return safeJson({
      error: { code: thrown.code, message: thrown.reason, problems: thrown.lines },
    });
  }
  const { code, message, hint: help } = GuardError.from(thrown);
  const hint = help && hintText(help);
  const [first = '', ...more] = message.split('\n');
  return safeJson({ error: { code, message: first, ...(more.length > 0 && { problems: message.split('\n') }), hint } });
}

/** Reports the error on standard error. The process then ends by itself with its exit code, or at once with `process.exit()`. */
export function endProcess(thrown: unknown): void {
  const { lines, exit } = describeEnd(thrown);
  process.stderr.write(lines.map((line) => `${safeLines(hintText(line))}\n`).join(''));
  process.exitCode = exit;
}
