import { createHmac } from 'node:crypto';

/** In hex digits: enough to distinguish the values of one machine. */
const LENGTH = 16;

/**
 * Short names for values that may not be shown. Without the key of this machine no one can
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

  /** The whole hash, in hex: for values that must not collide, not even by intent. */
  bind(type: string, value: string): string {
    return createHmac('sha256', Buffer.from(this.#key, 'hex')).update(`${type}\0${value}`).digest('hex');
  }
}
