import { safe } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';

const MAX_KEPT = 8192;
const MAX_SHOWN = 400;
const LAST_LINES = 3;
/** Shorter values of the environment are words, not secrets. */
const MIN_SECRET = 8;

/** The end of what a server writes to its standard error. */
export class LastWords {
  readonly #secrets: readonly string[];
  #tail = '';

  /** @param given values that are its own, and secrets perhaps */
  constructor(given: readonly string[]) {
    const lines = given.flatMap((value) => value.split(/\r?\n/));
    // The longest first: one may begin with another.
    this.#secrets = lines.filter((line) => line.length >= MIN_SECRET).toSorted((a, b) => b.length - a.length);
  }

  push(text: string): void {
    this.#tail = (this.#tail + text).slice(-MAX_KEPT);
  }

  /** Its last lines in one, without what it was given and other secrets, safe to print; empty where there are none. */
  tell(): string {
    const isCut = this.#tail.length === MAX_KEPT;
    const whole = isCut ? this.#tail.slice(this.#tail.indexOf('\n') + 1) : this.#tail; // half a secret is not known as one
    const clean = this.#secrets.reduce((text, secret) => text.replaceAll(secret, '[REDACTED]'), whole);
    const lines = clean
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    return safe(mask(lines.slice(-LAST_LINES).join(' / ')), MAX_SHOWN);
  }
}
