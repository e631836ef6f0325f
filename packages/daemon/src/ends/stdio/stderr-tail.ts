import { informativeLines } from '@mcp-guard/core/launch';
import { mask } from '@mcp-guard/detectors';

const MAX_LINE = 4096;
const MAX_TAIL = 8192;
const MAX_SHOWN = 400;
/** Of what is skipped, for the last lines. */
const MAX_SKIPPED = 4096;
/** With more, looking for each in every line would keep the daemon busy, and a client may bring thousands. */
const MAX_SECRETS = 256;

/** What a server writes to its standard error: cleaned of terminal controls, of the secrets it was given, and of others. */
export class StderrTail {
  readonly #secrets: readonly string[];
  readonly #longestSecret: number;
  /** The last line that has not ended, so that a secret is not split. */
  #line = '';
  #tail = '';
  /** The end of what was skipped, as it was written; the line that it ends in goes on. */
  #skipped: string | undefined;

  /** @param secrets as `secretLines` has them */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
    this.#longestSecret = Math.max(0, ...this.#secrets.map((secret) => secret.length));
  }

  /** Returns the lines that are complete, as they may be logged. */
  push(text: string): string {
    if (this.#skipped !== undefined) return this.#pushAfterSkipped(this.#skipped, text);
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    if (this.#line.length > MAX_LINE) lines.push(this.#cutLine());
    const clean = lines.map((line) => `${this.#clean(line)}\n`).join('');
    this.#tail = (this.#tail + clean).slice(-MAX_TAIL);
    return clean;
  }

  /** Leaves out text that is not to be logged; only the last lines still tell of it. */
  skip(text: string): void {
    // What a line lost may have been the half of a secret.
    this.#skipped = ((this.#skipped ?? this.#line) + text).slice(-MAX_SKIPPED);
    this.#line = '';
  }

  /** The last lines that tell something, in one. */
  lastLines(): string {
    const skipped = afterLineEnd(this.#skipped ?? '').split('\n');
    const last = [this.#line, ...skipped].map((line) => this.#clean(line));
    return informativeLines([...this.#tail.split('\n'), ...last])
      .join(' / ')
      .slice(0, MAX_SHOWN);
  }

  /** The rest of a line of which some was skipped is skipped, too. */
  #pushAfterSkipped(skipped: string, text: string): string {
    const end = text.indexOf('\n');
    if (end < 0 && !skipped.endsWith('\n')) {
      this.skip(text);
      return '';
    }
    this.#skipped = undefined;
    return this.push(skipped.endsWith('\n') ? text : text.slice(end + 1));
  }

  /** Takes what a line without an end has so far, but for the end that may be the beginning of a secret. */
  #cutLine(): string {
    const clean = this.#clean(this.#line);
    const cut = clean.length - this.#longestSecret;
    this.#line = clean.slice(cut);
    return clean.slice(0, cut);
  }

  #clean(line: string): string {
    if (this.#secrets.length > MAX_SECRETS) return line === '' ? '' : '[REDACTED]';
    let clean = line.replaceAll(/(?!\t)[\p{Cc}\p{Bidi_Control}]/gu, ' ');
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, '[REDACTED]');
    return mask(clean);
  }
}

/** Without the line that it begins in. */
const afterLineEnd = (text: string): string => text.slice(text.indexOf('\n') + 1 || text.length);
