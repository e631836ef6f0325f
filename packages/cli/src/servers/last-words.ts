import { safe } from '@mcp-guard/core';
import { informativeLines } from '@mcp-guard/core/launch';
import { mask } from '@mcp-guard/detectors';

const MAX_KEPT = 8192;
const MAX_SHOWN = 400;

/** The end of what a server writes to its standard error. */
export class LastWords {
  readonly #secrets: readonly string[];
  #tail = '';

  /** @param secrets as `secretLines` has them */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  push(text: string): void {
    this.#tail = (this.#tail + text).slice(-MAX_KEPT);
  }

  /** Its last telling lines in one, without what it was given and other secrets, safe to print; empty where there are none. */
  show(): string {
    const isCut = this.#tail.length === MAX_KEPT;
    const whole = isCut ? this.#tail.slice(this.#tail.indexOf('\n') + 1) : this.#tail; // half a secret is not known as one
    const clean = this.#secrets.reduce((text, secret) => text.replaceAll(secret, '[REDACTED]'), whole);
    return safe(mask(informativeLines(clean.split('\n')).join(' / ')), MAX_SHOWN);
  }
}
