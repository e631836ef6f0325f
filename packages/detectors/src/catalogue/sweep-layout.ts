/* `Sweep` shares this with the code that it runs: the places in memory, and the bits of an event. */

/** Bytes that are looked at together; a multiple of 16. */
export const CHUNK = 16_384;
/** How far words are looked at beyond the end of a chunk: none is longer. */
export const AHEAD = 64;

/* The places in memory. */

/** Carried from chunk to chunk: seven numbers of four bytes. */
export const CARRIED = 0;
/** The one for characters above U+007F and controls. */
export const HAS_OTHER = 5;
/** A hash is shifted by so many bits for a place in `FIRST`; behind it, the last of the places. */
export const FIRST_SHIFT = 32;
export const FIRST_MASK = 36;
/** The same for `FROM`. */
export const SHAPE_SHIFT = 40;
export const SHAPE_MASK = 44;
/** Sets of ASCII characters, 16 bytes each: by the low half of a character a bit for each high half that it is in with. */
export const SETS = {
  digit: 64,
  run: 80,
  separator: 96,
  other: 112,
  /** Words of one character. */
  single: 128,
  /** The same of those that count only behind another script. */
  behindForeign: 240,
} as const;
/** A bit for the high half of a character. */
export const HIGH = 256;
/** The bit of a fourth character's kind in `GRAMS`, by its last three bits: two of the kinds are one. */
export const FOURTHS = 272;
/** The step of shapes that each character is. */
export const STEPS = 512;
/** The begins of shapes: see `ShapeTables`. */
export const BEGINS_OF = 4096;
/** The digits of the chunk, a bit for each character. */
export const DIGIT_BITS = 32_768;
/** A byte for each two characters, the first one in the lower seven bits: not zero for words of two. */
export const PAIRS = 16_384;
/** A bit for each of seven kinds of fourth characters, by the hash of the three before; the highest is of a word of three. */
export const GRAMS = 65_536;
/** A bit for each of eight kinds of fifth characters, by the hash of the four before. */
export const LONG_GRAMS = 131_072;
/** Three or four characters are multiplied with these; the hash is the sum in 16 bits. */
export const FACTORS = [0x9e37, 0x79b1, 0x2d51, 0x6a6d] as const;
/** The two characters before it are those before the chunk. */
export const TEXT = 196_624;
export const EVENTS = 262_144;
/** A byte has one event of digits, or of another script, one of a word, and one of runs and rows; each takes four bytes. */
export const MAX_EVENTS: number = 3 * CHUNK;
/** Before a run, the characters of the chunk, two bytes each. */
export const WIDE: number = EVENTS;

/* The parts of `WordTables`, and how many words and characters there may be. */
export const FIRST = 458_752;
export const RECORDS = 524_288;
export const CHARS = 786_432;
export const MAX_WORDS = 16_384;
export const MAX_CHARS = 131_072;
/** The bytes of the four behind a head that belong to a word of each length, as masks. */
export const REST_MASKS = 1024;
/* The parts of `ShapeTables`. */
export const FROM = 917_504;
export const TO = 983_040;
export const ROW_EDGES = 1_048_576;
export const ROW_DIGITS = 1_081_344;
export const MAX_STEPS = 16_384;
export const MAX_ROWS = 8192;
/** All of it, in pages of 64 KB. */
export const PAGES = 17;

/*
 * An event is a word or has some of the other kinds, as bits; the place in the chunk is above. A word has its number in
 * their place: it is the longest that stands there, and begins with all others.
 */
export const WORD = 1;
export const NUMBER_SHIFT = 1;
export const NUMBERS = 0xffff;
export const DIGITS = 2;
/** The place is the eleventh character of a run. */
export const RUN_BEGINS = 4;
export const RUN_ENDS = 8;
export const SPACED = 16;
export const LISTED = 32;
export const PLACE_SHIFT = 17;
