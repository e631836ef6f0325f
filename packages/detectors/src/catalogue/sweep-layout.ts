/* `Sweep` shares this with the code that it runs: the places in memory, and the bits of an event. */

/** Bytes that are looked at together; a multiple of 16. */
export const CHUNK = 16_384;
/** How far words are looked at beyond the end of a chunk. */
export const AHEAD = 5;

/* The places in memory. */

/** Carried from chunk to chunk: seven numbers of four bytes. */
export const CARRIED = 0;
/** The one for characters above U+007F and controls. */
export const HAS_OTHER = 5;
/** Sets of ASCII characters, 16 bytes each: by the low half of a character a bit for each high half that it is in with. */
export const SETS = {
  digit: 64,
  run: 80,
  separator: 96,
  other: 112,
  /** Words of one character. */
  single: 128,
  /** First and second characters of words of two: those that begin with a letter or digit, those that end with one, others. */
  firstLetter: 144,
  secondLetter: 160,
  firstMixed: 176,
  secondMixed: 192,
  firstSign: 208,
  secondSign: 224,
  /** Words of one character that count only behind another script. */
  behindForeign: 240,
} as const;
/** A bit for the high half of a character. */
export const HIGH = 256;
/** The bit of a fourth character's kind in `GRAMS`, by its last three bits. */
export const FOURTHS = 272;
/** A bit for each word of two characters, by their codes, the first one in the lower seven bits. */
export const PAIRS = 4096;
/** A bit for the hash of each head: see `addGram` in `sweep.ts`. */
export const HEADS = 8192;
/** For hashing: 2^32 divided by the golden ratio. */
export const HEAD_FACTOR = 0x9e3779b1;
export const LONG_FACTOR = 0x85ebca6b;
/** A bit for each of eight kinds of fourth characters, by the hash of the three before. */
export const GRAMS = 65_536;
/** Three characters are multiplied with these; the hash is the sum in 16 bits. */
export const FACTORS = [0x9e37, 0x79b1, 0x2d51] as const;
export const TEXT = 131_072;
export const EVENTS = 196_608;
/** A byte has one event that says what begins there, and one of runs and rows; each takes four bytes. */
export const MAX_EVENTS: number = 2 * CHUNK;
/** All of it, in pages of 64 KB. */
export const PAGES = 5;

/* The kinds of an event, as bits; the place in the chunk is above them. */
export const WORD = 1;
export const SHORT_WORD = 2;
export const DIGITS = 4;
/** The place is the eleventh character of a run. */
export const RUN_BEGINS = 8;
export const RUN_ENDS = 16;
export const SPACED = 32;
export const LISTED = 64;
export const PLACE_SHIFT = 7;
