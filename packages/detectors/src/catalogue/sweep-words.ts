/*
 * The part of the program of `Sweep` that finds words. Three characters and the kind of a fourth one tell at which places
 * one may begin, for all 16 characters at once; a hash of four or six leaves few of them, and there the words are compared.
 */

import {
  CHARS,
  DIGITS,
  ENDS,
  FACTORS,
  FIRST,
  FIRST_MASK,
  FIRST_SHIFT,
  FOURTHS,
  GRAMS,
  HEADS,
  HEAD_BITS,
  LONG_FACTOR,
  NEXT,
  NUMBER_SHIFT,
  PLACE_SHIFT,
  TEXT,
  WORD,
  WORD_HEADS,
} from './sweep-layout.js';
import { BEHIND_FOREIGN, FACTOR } from './word-index.js';

/** The characters from `offset` on, the letters of both cases as one, as numbers of two bytes, times a factor. */
const times = (half: string, offset: number): string =>
  `(i16x8.mul (i16x8.splat ${FACTORS[offset]}) (i16x8.extend_${half}_i8x16_u $gram${offset}))`;
const hashes = (half: string): string =>
  `(i16x8.add ${times(half, 0)} (i16x8.add ${times(half, 1)} ${times(half, 2)}))`;
const lookUp = (index: number): string =>
  `(set $grams (v128.load8_lane (i16x8.extract_lane_u ${index < 8 ? '$hashes' : '$moreHashes'} ${index % 8}) $grams ${GRAMS} ${index}))`;

/** At which of 16 characters a word may begin. */
export const WORDS: string = `
  ${[0, 1, 2].map((offset) => `(set $gram${offset} (v128.or (i8x16.splat 0x20) (v128.load $at ${TEXT + offset})))`).join('\n')}
  (set $hashes ${hashes('low')})
  (set $moreHashes ${hashes('high')})
  ${Array.from({ length: 16 }, (_, index) => lookUp(index)).join('\n')}
  (set $fourth (i8x16.swizzle (v128.load ${FOURTHS}) (v128.and (i8x16.splat 7) (v128.load $at ${TEXT + 3}))))
  (set $words (i32.and $valid (i8x16.bitmask (i8x16.ne (v128.and $grams $fourth) $none))))`;

const isHead = (head: string): string => `
  (i32.shr_u (i32.load8_u (i32.shr_u (i32.mul ${head} ${FACTOR}) ${35 - HEAD_BITS}) ${HEADS})
    (i32.and 7 (i32.shr_u (i32.mul ${head} ${FACTOR}) ${32 - HEAD_BITS})))`;

/** Asks again, of the few that are left: `GRAMS` tells fourth characters apart by three bits only. */
export const LIKELY_WORDS: string = `
  (set $left $words)
  (while $left
    (set $bit (i32.ctz $left))
    (set $left (i32.and $left (i32.sub $left 1)))
    (set $head (i32.or 0x20202020 (i32.load (i32.add $at $bit) ${TEXT})))
    (set $longHead (i32.xor $head (i32.mul ${LONG_FACTOR}
      (i32.or 0x2020 (i32.load16_u (i32.add $at $bit) ${TEXT + 4})))))
    (set $mayBe (i32.and 1 (i32.or ${isHead('(i32.and $head 0xffffff)')}
      (i32.or ${isHead('$head')} ${isHead('$longHead')}))))
    (set $words (i32.xor $words (i32.shl (i32.xor $mayBe 1) $bit))))`;

/** Four characters, and the letters of both cases as one: the high bit of a byte tells whether it is in upper case. */
const load = (place: string, offset: number): string => `
  (set $four (i32.load ${place} ${offset}))
  (set $upper (i32.and 0x7f7f7f7f $four))
  (set $upper (i32.and (i32.add $upper 0x3f3f3f3f) (i32.xor -1 (i32.add $upper 0x25252525))))
  (set $four (i32.or $four (i32.shr_u (i32.and 0x80808080 (i32.and $upper (i32.xor -1 $four))) 2)))`;

/** Sets `$number` to the words that begin with `$key`, plus one; 0 where none does. */
const FIND = `
  (set $slot (i32.shr_u (i32.mul $key ${FACTOR}) (i32.load 0 ${FIRST_SHIFT})))
  (set $number (i32.load16_u (i32.shl $slot 1) ${FIRST}))
  (while (i32.and (i32.ne $number 0) (i32.ne $key (i32.load (i32.shl $number 2) ${WORD_HEADS - 4})))
    (set $slot (i32.and (i32.add $slot 1) (i32.load 0 ${FIRST_MASK})))
    (set $number (i32.load16_u (i32.shl $slot 1) ${FIRST})))`;

/** Writes an event of the place at `$bit`. */
export const store = (value: string): string => `
  (i32.store $out (i32.or (i32.shl (i32.add $at $bit) ${PLACE_SHIFT}) ${value}))
  (set $out (i32.add $out 4))`;
const storeWord = (number: string): string => store(`(i32.or ${WORD} (i32.shl (i32.sub ${number} 1) ${NUMBER_SHIFT}))`);
const isAt = (mask: string): string => `(i32.and 1 (i32.shr_u ${mask} $bit))`;

/** Sets `$found` to the longest of the words with the head at `$number` that stands there: the rest is compared four characters at once. */
const LONGEST = `
  (set $longest 0)
  (while $number
    (set $from (i32.load (i32.shl $number 2) ${ENDS - 4}))
    (set $size (i32.sub (i32.load (i32.shl $number 2) ${ENDS}) $from))
    (set $same (i32.lt_u $longest $size))
    (set $index 4)
    (while (i32.and $same (i32.lt_u $index $size))
      ${load('(i32.add (i32.add $at $bit) $index)', TEXT)}
      (set $four (i32.xor $four (i32.load (i32.add $from $index) ${CHARS})))
      (set $left (i32.sub $size $index))
      (if (i32.lt_u $left 4) (set $four (i32.and $four (i32.sub (i32.shl 1 (i32.shl $left 3)) 1))))
      (set $same (i32.eqz $four))
      (set $index (i32.add $index 4)))
    (if $same
      (set $longest $size)
      (set $found $number))
    (set $number (i32.load16_u (i32.shl $number 1) ${NEXT - 2})))`;

/** Writes an event for each place where digits begin, and one for the longest word at each. */
export const BEGINNINGS: string = `
  (set $places (i32.or (i32.or $words $shorts) (i32.or $foreignSingles $starts)))
  (while $places
    (set $bit (i32.ctz $places))
    (set $places (i32.and $places (i32.sub $places 1)))
    (if ${isAt('$starts')} ${store(String(DIGITS))})
    (if ${isAt('(i32.or $words $shorts)')}
      ${load('(i32.add $at $bit)', TEXT)}
      (set $head $four)
      (set $found 0)
      (set $mask (i32.shr_u -1 (i32.shl (i32.xor 1 ${isAt('$words')}) 4)))
      (set $least (i32.shr_u 0xffffff (i32.shl (i32.add ${isAt('$shorts')} ${isAt('$singles')}) 3)))
      (while (i32.lt_u (i32.sub $least 1) $mask)
        (set $key (i32.and $head $mask))
        ${FIND}
        (if $number ${LONGEST})
        (set $mask (i32.shr_u $mask 8))
        (if $found (set $mask 0)))
      (if $found ${storeWord('$found')}))
    (if ${isAt('$foreignSingles')}
      (set $key (i32.or ${BEHIND_FOREIGN} (i32.load8_u (i32.add $at $bit) ${TEXT})))
      ${FIND}
      (if $number ${storeWord('$number')})))`;
