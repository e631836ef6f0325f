import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Decider } from '@mcp-guard/core';
import type { Clock } from '../host/clock.js';

/** Crockford's 32 letters and digits: none is mistaken for another, and each stands for five bits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;
const LIFE = 30_000;
/** Characters of a typed code that are looked at. */
const MAX_TYPED = 64;
const MAX_OPEN = 16;

export const CODE_SECONDS: number = LIFE / 1000;

/** The person who asked for a code: the page that it opens belongs to them. */
export interface Opener {
  readonly decider: Decider;
}

interface Given {
  readonly digest: Buffer;
  readonly until: number;
  readonly opener: Opener;
}

/** The codes that open a page: each serves once and for half a minute. */
export class Codes {
  readonly #now: Clock;
  #given: readonly Given[] = [];

  constructor(now: Clock) {
    this.#now = now;
  }

  give(opener: Opener): string {
    const code = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % 32]).join('');
    const given = { digest: digestOf(code), until: this.#now() + LIFE, opener };
    this.#given = [...this.#live(), given].slice(-MAX_OPEN);
    return code;
  }

  /**
   * Returns who asked for this code; nothing if it is wrong, too old or was used. Any number of wrong ones may come: 80
   * bits cannot be guessed in half a minute, and a limit would let any page keep people out.
   */
  redeem(code: string): Opener | undefined {
    const digest = digestOf(normalize(code));
    const live = this.#live();
    const found = live.find((given) => timingSafeEqual(given.digest, digest));
    this.#given = live.filter((given) => given !== found);
    return found?.opener;
  }

  /** A code still counts. Asking costs no attempt: only commands of the user ask. */
  isOpen(code: string): boolean {
    const digest = digestOf(code);
    return this.#live().some((given) => timingSafeEqual(given.digest, digest));
  }

  #live(): readonly Given[] {
    const now = this.#now();
    return this.#given.filter(({ until }) => until > now);
  }
}

/** As a person may type it: in groups, in capitals, with letters for digits that look like them. */
const normalize = (code: string): string =>
  code.slice(0, MAX_TYPED).toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');

/** Texts of any length are compared in the same time. */
const digestOf = (code: string): Buffer => Buffer.from(hash('sha256', code), 'hex');
