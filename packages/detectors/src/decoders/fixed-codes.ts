/*
 * One block of deflate with codes of fixed lengths, as bytes at random look like one most easily: a name of ten letters
 * in base64 does. It is unpacked here if it is short, since a stream of zlib costs more than a thousand such bytes.
 * https://www.rfc-editor.org/rfc/rfc1951#section-3.2.6
 */

/** A longer one is not short, in bytes. */
const MAX_PACKED = 64;
/** Nor is one that unpacks to more. */
const MAX_UNPACKED = 1024;
const OUT = new Uint8Array(MAX_UNPACKED);

/** The content of a block, as far as it goes. */
export interface Unpacked {
  readonly bytes: Uint8Array;
  /** It is the last block, and has its end. */
  readonly isWhole: boolean;
}

/** It is no deflate, as zlib says as well. */
export const BROKEN = 'broken';

/** A short block; `undefined` where it is none of these, is not short, or others follow it. */
export function unpackFixed(bytes: Uint8Array): Unpacked | typeof BROKEN | undefined {
  const isLast = ((bytes[0] ?? 0) & 1) === 1;
  if (((bytes[0] ?? 0) & 6) !== 2 || bytes.length > MAX_PACKED) return undefined;
  const bits = new Bits(bytes, 3);
  let length = 0;
  const toUnpacked = (isWhole: boolean): Unpacked => ({ bytes: OUT.slice(0, length), isWhole });
  for (;;) {
    const symbol = readSymbol(bits);
    if (symbol === END_OF_BLOCK && !isLast) return undefined;
    if (symbol < 0 || symbol === END_OF_BLOCK) return toUnpacked(symbol === END_OF_BLOCK);
    if (symbol < END_OF_BLOCK) {
      if (length === MAX_UNPACKED) return undefined;
      OUT[length++] = symbol;
      continue;
    }
    const copy = LENGTHS[symbol - FIRST_LENGTH];
    if (!copy) return BROKEN;
    const count = copy.base + bits.read(copy.extra);
    const far = bits.readCode(DISTANCE_BITS);
    const step = DISTANCES[far];
    if (bits.isOver) return toUnpacked(false);
    if (!step) return BROKEN;
    const distance = step.base + bits.read(step.extra);
    if (bits.isOver) return toUnpacked(false);
    if (distance > length) return BROKEN;
    if (length + count > MAX_UNPACKED) return undefined;
    for (const end = length + count; length < end; length++) OUT[length] = OUT[length - distance]!;
  }
}

/** Literals below it are bytes, what is above are lengths of what is said again. */
const END_OF_BLOCK = 256;
const FIRST_LENGTH = 257;
const DISTANCE_BITS = 5;

/** A number of some bits is added to the base. */
interface Range {
  readonly base: number;
  readonly extra: number;
}

const toRanges = (extras: readonly number[], first: number): Range[] => {
  let base = first;
  return extras.map((extra) => {
    const range = { base, extra };
    base += 1 << extra;
    return range;
  });
};

const LENGTHS: readonly Range[] = [
  ...toRanges([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5], 3),
  { base: 258, extra: 0 },
];
const DISTANCES: readonly Range[] = toRanges(
  Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1)),
  1,
);

/** Tries seven bits, eight, and nine; -1 if the bytes end before. */
function readSymbol(bits: Bits): number {
  let code = bits.readCode(7);
  if (code <= 0x17) return bits.isOver ? -1 : END_OF_BLOCK + code;
  code = (code << 1) | bits.read(1);
  if (code >= 0xc8) code = (code << 1) | bits.read(1);
  if (bits.isOver) return -1;
  if (code < 0xc0) return code - 0x30;
  return code < 0xc8 ? 280 + code - 0xc0 : 144 + code - 0x190;
}

/** Bits from the lowest of each byte on. */
class Bits {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** More was read than there is; that was 0. */
  get isOver(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  /** A number, its lowest bit first. */
  read(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++) value |= this.#next() << bit;
    return value;
  }

  /** A code, its highest bit first. */
  readCode(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++) value = (value << 1) | this.#next();
    return value;
  }

  #next(): number {
    const at = this.#at++;
    return ((this.#bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
  }
}
