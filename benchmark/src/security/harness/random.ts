/** A sequence that depends on its seed alone (mulberry32): what is reported can be run again. */
export class Random {
  #state: number;

  constructor(seed: string) {
    this.#state = Array.from(seed).reduce(
      (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193),
      0x811c9dc5,
    );
  }

  /** From 0 up to, but not including, `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }

  /** So many characters of an alphabet. */
  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet.charAt(this.below(alphabet.length))).join('');
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** A few of them, in their order. */
  sample<Item>(items: readonly Item[], count: number): readonly Item[] {
    if (items.length <= count) return items;
    const places = items.map((_, index) => index);
    for (let last = places.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [places[last], places[other]] = [places[other] ?? 0, places[last] ?? 0];
    }
    const kept = new Set(places.slice(0, count));
    return items.filter((_, index) => kept.has(index));
  }
}

export const DIGITS = '0123456789';
export const HEX = '0123456789abcdef';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const ALNUM: string = UPPER + LOWER + DIGITS;
export const BASE32: string = `${UPPER}234567`;
export const BASE64: string = `${ALNUM}+/`;
export const BASE64URL: string = `${ALNUM}-_`;
