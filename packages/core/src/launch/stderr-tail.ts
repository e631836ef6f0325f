import { informativeLines } from './informative-lines.js';

const MAX_LINE = 4096;
const MAX_TAIL = 8192;
const MAX_SHOWN = 400;
/** Characters of skipped output that are kept for the last lines. */
const MAX_SKIPPED = 4096;
/** With more, searching every line for each would keep this process busy, and a client may send thousands. */
const MAX_SECRETS = 256;

/** Text that is kept for the last lines only, as it was written. */
interface Skipped {
  readonly text: string;
  /** Its first line lost its beginning, and the rest may be half of a secret. */
  readonly isCut: boolean;
}

/** The standard error of a server, without terminal controls, without its own secrets, and without others. */
export class StderrTail {
  readonly #secrets: readonly string[];
  readonly #mask: (text: string) => string;
  readonly #longestSecret: number;
  /** The last line that has not ended, so that a secret is not split. */
  #line = '';
  /** Some of that line was given out already. */
  #isLineCut = false;
  #tail = '';
  /** The line that it ends in goes on. */
  #skipped: Skipped | undefined;

  /**
   * @param secrets as `secretLines` has them
   * @param mask takes out other secrets
   */
  constructor(secrets: readonly string[], mask: (text: string) => string) {
    this.#secrets = secrets;
    this.#mask = mask;
    this.#longestSecret = Math.max(0, ...this.#secrets.map((secret) => secret.length));
  }

  /** Returns the lines that are complete, as they may be logged. */
  push(text: string): string {
    if (this.#skipped) return this.#pushAfterSkipped(this.#skipped, text);
    const lines = (this.#line + text).split('\n');
    if (lines.length > 1) this.#isLineCut = false;
    this.#line = lines.pop() ?? '';
    if (this.#line.length > MAX_LINE + this.#longestSecret) lines.push(this.#cutLine());
    const clean = lines.map((line) => `${this.#clean(line)}\n`).join('');
    this.#tail = (this.#tail + clean).slice(-MAX_TAIL);
    return clean;
  }

  /** Keeps text that is not to be logged: only the last lines report it. */
  skip(text: string): void {
    const { text: before, isCut } = this.#skipped ?? { text: this.#line, isCut: this.#isLineCut };
    const all = before + text;
    this.#skipped = { text: all.slice(-MAX_SKIPPED), isCut: isCut || all.length > MAX_SKIPPED };
    this.#line = '';
    this.#isLineCut = false;
  }

  /** The last lines that give a reason, in one. */
  lastLines(): string {
    const unlogged = this.#skipped ? wholeLines(this.#skipped) : this.#line;
    const last = unlogged.split('\n').map((line) => this.#clean(line));
    return informativeLines([...this.#tail.split('\n'), ...last])
      .join(' / ')
      .slice(0, MAX_SHOWN);
  }

  /** The rest of a line of which some was skipped is skipped, too. */
  #pushAfterSkipped({ text: skipped }: Skipped, text: string): string {
    const end = text.indexOf('\n');
    if (end < 0 && !skipped.endsWith('\n')) {
      this.skip(text);
      return '';
    }
    this.#skipped = undefined;
    return this.push(skipped.endsWith('\n') ? text : text.slice(end + 1));
  }

  /** Takes the begin of an unfinished line, except for an end that may begin a secret. */
  #cutLine(): string {
    const clean = this.#clean(this.#line);
    const cut = Math.max(0, clean.length - this.#longestSecret);
    this.#line = clean.slice(cut);
    this.#isLineCut = true;
    return clean.slice(0, cut);
  }

  #clean(line: string): string {
    if (this.#secrets.length > MAX_SECRETS) return line === '' ? '' : '[REDACTED]';
    let clean = line.replaceAll(/(?!\t)[\p{Cc}\p{Bidi_Control}]/gu, ' ');
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, '[REDACTED]');
    return this.#mask(clean);
  }
}

/** Without the line that lost its beginning. */
const wholeLines = ({ text, isCut }: Skipped): string =>
  isCut ? text.slice(text.indexOf('\n') + 1 || text.length) : text;
