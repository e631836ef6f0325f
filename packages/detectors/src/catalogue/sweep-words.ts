/*
 * The part of the program of `Sweep` that finds words. Three characters and the kind of a fourth one tell at which places
 * one may begin, and four with the kind of a fifth, for all 16 characters at once; at the few that are left words are compared.
 */

import {
  CHARS,
  DIGITS,
  FACTORS,
  FIRST,
  FIRST_MASK,
  FIRST_SHIFT,
  FOURTHS,
  GRAMS,
  HIGH,
  LONG_GRAMS,
  NUMBER_SHIFT,
  PAIRS,
  PLACE_SHIFT,
  RECORDS,
  REST_MASKS,
  TEXT,
  WORD,
} from './sweep-layout.js';
import { BEHIND_FOREIGN, FACTOR, LENGTH_SHIFT } from './word-index.js';

const HALVES = ['low', 'high'] as const;

/** The characters from `offset` on, the letters of both cases as one, as numbers of two bytes, times a factor. */
const times = (half: string, offset: number): string =>
  `(i16x8.mul (i16x8.splat ${FACTORS[offset]}) (i16x8.extend_${half}_i8x16_u $gram${offset}))`;
/** Looks for the 16 hashes in a table. */
const lookUp = (table: number): string =>
  Array.from(
    { length: 16 },
    (_, index) =>
      `(set $grams (v128.load8_lane (i16x8.extract_lane_u $${HALVES[index >> 3]}Hashes ${index % 8}) $grams ${table} ${index}))`,
  ).join('\n');
/** The bits of the kinds of the characters at `offset`. */
const kinds = (offset: number, table: number): string =>
  `(i8x16.swizzle (v128.load ${table}) (v128.and (i8x16.splat 7) (v128.load $at ${TEXT + offset})))`;

/** Two characters as the number of their place in `PAIRS`. */
const two = (half: string): string =>
  `(i16x8.add (i16x8.extend_${half}_i8x16_u $gram0) (i16x8.mul (i16x8.splat 128) (i16x8.extend_${half}_i8x16_u $gram1)))`;

/** At which of 16 characters a word of two stands. A character that is above U+007F counts as one that no word has. */
export const PAIRS_THERE: string = `
  ${[0, 1].map((offset) => `(set $gram${offset} (v128.and (i8x16.splat 0x7f) (v128.load $at ${TEXT + offset})))`).join('\n')}
  ${HALVES.map((half) => `(set $${half}Hashes ${two(half)})`).join('\n')}
  ${lookUp(PAIRS)}
  (set $pairs (i32.and $valid (i8x16.bitmask $grams)))`;

/** At which of 16 characters a word may begin: one of three characters, or a longer one whose first four stand there. */
export const WORDS: string = `
  ${[0, 1, 2, 3].map((offset) => `(set $gram${offset} (v128.or (i8x16.splat 0x20) (v128.load $at ${TEXT + offset})))`).join('\n')}
  ${HALVES.map((half) => `(set $${half}Hashes (i16x8.add ${times(half, 0)} (i16x8.add ${times(half, 1)} ${times(half, 2)})))`).join('\n')}
  ${lookUp(GRAMS)}
  (set $threes (i32.and $valid (i8x16.bitmask $grams)))
  (set $likely (v128.and $grams ${kinds(3, FOURTHS)}))
  ${HALVES.map((half) => `(set $${half}Hashes (i16x8.add $${half}Hashes ${times(half, 3)}))`).join('\n')}
  ${lookUp(LONG_GRAMS)}
  (set $grams (v128.and $grams ${kinds(4, HIGH)}))
  (set $words (i32.and $valid
    (i32.and (i8x16.bitmask (i8x16.ne $likely $none)) (i8x16.bitmask (i8x16.ne $grams $none)))))`;

/** Four characters, and the letters of both cases as one: the high bit of a byte tells whether it is in upper case. */
const load = (place: string, offset: number): string => `
  (set $four (i32.load ${place} ${offset}))
  (set $upper (i32.and 0x7f7f7f7f $four))
  (set $upper (i32.and (i32.add $upper 0x3f3f3f3f) (i32.xor -1 (i32.add $upper 0x25252525))))
  (set $four (i32.or $four (i32.shr_u (i32.and 0x80808080 (i32.and $upper (i32.xor -1 $four))) 2)))`;

/** A field of the words at `$number`: see `WordTables`. */
const field = (index: number): string => `(i32.load (i32.shl $number 4) ${RECORDS + 4 * index - 16})`;

/** Sets `$number` to the first of the words that begin with `$key`, plus one; 0 where none does. */
const FIND = `
  (set $slot (i32.shr_u (i32.mul $key ${FACTOR}) (i32.load 0 ${FIRST_SHIFT})))
  (set $number (i32.load16_u (i32.shl $slot 1) ${FIRST}))
  (while (i32.and (i32.ne $number 0) (i32.ne $key ${field(0)}))
    (set $slot (i32.and (i32.add $slot 1) (i32.load 0 ${FIRST_MASK})))
    (set $number (i32.load16_u (i32.shl $slot 1) ${FIRST})))`;

/** Writes an event of the place at `$bit`. */
export const store = (value: string): string => `
  (i32.store $out (i32.or (i32.shl (i32.add $at $bit) ${PLACE_SHIFT}) ${value}))
  (set $out (i32.add $out 4))`;
const storeWord = (number: string): string => store(`(i32.or ${WORD} (i32.shl (i32.sub ${number} 1) ${NUMBER_SHIFT}))`);
const isAt = (mask: string): string => `(i32.and 1 (i32.shr_u ${mask} $bit))`;

/** Sets `$found` to the longest of the words at `$number` that stands there: the rest is compared four characters at once. */
const LONGEST = `
  ${load('(i32.add $at $bit)', TEXT + 4)}
  (set $rest $four)
  (set $longest 0)
  (while $number
    (set $from ${field(2)})
    (set $size (i32.shr_u $from ${LENGTH_SHIFT}))
    (set $same (i32.eqz (i32.and (i32.xor $rest ${field(1)}) (i32.load (i32.shl $size 2) ${REST_MASKS}))))
    (set $same (i32.and $same (i32.lt_u $longest $size)))
    (set $index 8)
    (while (i32.and $same (i32.lt_u $index $size))
      ${load('(i32.add (i32.add $at $bit) $index)', TEXT)}
      (set $four (i32.xor $four (i32.load (i32.add (i32.and 0xffffff $from) $index) ${CHARS})))
      (set $left (i32.sub $size $index))
      (if (i32.lt_u $left 4) (set $four (i32.and $four (i32.sub (i32.shl 1 (i32.shl $left 3)) 1))))
      (set $same (i32.eqz $four))
      (set $index (i32.add $index 4)))
    (if $same
      (set $longest $size)
      (set $found $number))
    (set $number ${field(3)}))`;

/** Looks for a word of so few characters where `mask` says that one may be. */
const findShort = (mask: string, characters: number): string => `
  (if (i32.and (i32.eqz $found) ${isAt(mask)})
    (set $key (i32.and $head ${characters}))
    ${FIND}
    (set $found $number))`;

/** Writes an event for each place where digits begin, and one for the longest word at each. */
export const BEGINNINGS: string = `
  (set $any (i32.or (i32.or $words $threes) (i32.or $pairs $singles)))
  (set $places (i32.or $any (i32.or $foreignSingles $starts)))
  (while $places
    (set $bit (i32.ctz $places))
    (set $places (i32.and $places (i32.sub $places 1)))
    (if ${isAt('$starts')} ${store(String(DIGITS))})
    (if ${isAt('$any')}
      ${load('(i32.add $at $bit)', TEXT)}
      (set $head $four)
      (set $found 0)
      (if ${isAt('$words')}
        (set $key $head)
        ${FIND}
        (if $number ${LONGEST}))
      ${findShort('$threes', 0xffffff)}
      ${findShort('$pairs', 0xffff)}
      ${findShort('$singles', 0xff)}
      (if $found ${storeWord('$found')}))
    (if ${isAt('$foreignSingles')}
      (set $key (i32.or ${BEHIND_FOREIGN} (i32.load8_u (i32.add $at $bit) ${TEXT})))
      ${FIND}
      (if $number ${storeWord('$number')})))`;
