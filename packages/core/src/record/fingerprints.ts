import { createHmac } from 'node:crypto';

/** In hex digits: enough to tell the values of one machine apart. */
const LENGTH = 16;

/**
 * Short names for values that may not be told. Without the key of this machine nobody can
 * guess a value from its name, not even one of four digits.
 */
export class Fingerprints {
  readonly #key: string;

  /** @param key hex */
  constructor(key: string) {
    this.#key = key;
  }

  of(type: string, value: string): string {
    return this.bind(type, value).slice(0, LENGTH);
  }

  /** The whole hash, in hex: for what must not be mistaken for another value, not even by who tries. */
  bind(type: string, value: string): string {
    return createHmac('sha256', Buffer.from(this.#key, 'hex')).update(`${type}\0${value}`).digest('hex');
  }
}
