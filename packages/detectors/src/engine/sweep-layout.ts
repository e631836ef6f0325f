/* What `Sweep` shares with the code that it runs: where in memory what is, and what an event says. */

/** Bytes that are looked at together; a multiple of 16. */
export const CHUNK = 16_384;
/** How far words are looked at beyond the end of a chunk. */
export const AHEAD = 5;

/* Where in memory what is. */

/** Carried from chunk to chunk: seven numbers of four bytes. */
export const CARRIED = 0;
/** Which of them tells of characters above U+007F and controls. */
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
/** By the high half of a character its bit. */
export const HIGH = 256;
/** By the last three bits of a fourth character the bit of its kind in `GRAMS`. */
export const FOURTHS = 272;
/** By the codes of two characters, the first one in the lower seven bits, a bit for each word of two. */
export const PAIRS = 4096;
/** By the hash of a head a bit: see `toHead` in `sweep.ts`. */
export const HEADS = 8192;
/** For hashing: 2^32 divided by the golden ratio. */
export const HEAD_FACTOR = 0x9e3779b1;
export const LONG_FACTOR = 0x85ebca6b;
/** By the hash of three characters, a bit for each of eight kinds of fourth ones. */
export const GRAMS = 65_536;
/** What three characters are multiplied with; the hash is the sum in 16 bits. */
export const FACTORS = [0x9e37, 0x79b1, 0x2d51] as const;
export const TEXT = 131_072;
export const EVENTS = 196_608;
/** A byte has one event that says what begins there, and one of runs and rows; each takes four bytes. */
export const MAX_EVENTS: number = 2 * CHUNK;
/** All of it, in pages of 64 KB. */
export const PAGES = 5;

/* What an event is, as bits; the place in the chunk is above them. */
export const WORD = 1;
export const SHORT_WORD = 2;
export const DIGITS = 4;
/** The place is the eleventh character of a run. */
export const RUN_BEGINS = 8;
export const RUN_ENDS = 16;
export const SPACED = 32;
export const LISTED = 64;
export const PLACE_SHIFT = 7;
