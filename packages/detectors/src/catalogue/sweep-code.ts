/*
 * `Sweep` runs this over the bytes of a text, 16 at a time: it finds where words may begin, where digits do, and which
 * runs and rows of separators there are. Each byte is looked at a fixed number of times, whatever it is: there is one
 * loop over the text, and inside it a step for each bit of four masks.
 */

import { assemble } from './assembler.js';
import {
  CARRIED,
  DIGITS,
  EVENTS,
  FACTORS,
  FOURTHS,
  GRAMS,
  HEADS,
  HEAD_FACTOR,
  HIGH,
  LISTED,
  LONG_FACTOR,
  PAGES,
  PAIRS,
  PLACE_SHIFT,
  RUN_BEGINS,
  RUN_ENDS,
  SETS,
  SHORT_WORD,
  SPACED,
  TEXT,
  WORD,
} from './sweep-layout.js';

const among = (set: number, low: string, high: string): string =>
  `(i8x16.bitmask (i8x16.ne (v128.and (i8x16.swizzle (v128.load ${set}) ${low}) ${high}) $none))`;
const here = (set: number): string => `(i32.and $valid ${among(set, '$low', '$high')})`;
const pair = (first: number, second: number): string =>
  `(i32.and ${here(first)} ${among(second, '$nextLow', '$nextHigh')})`;

/** The characters from `offset` on, the letters of both cases as one, as numbers of two bytes, times a factor. */
const times = (half: string, offset: number): string =>
  `(i16x8.mul (i16x8.splat ${FACTORS[offset]}) (i16x8.extend_${half}_i8x16_u $gram${offset}))`;
const hashes = (half: string): string =>
  `(i16x8.add ${times(half, 0)} (i16x8.add ${times(half, 1)} ${times(half, 2)}))`;
const lookUp = (index: number): string =>
  `(set $grams (v128.load8_lane (i16x8.extract_lane_u ${index < 8 ? '$hashes' : '$moreHashes'} ${index % 8}) $grams ${GRAMS} ${index}))`;

/** At which of 16 characters a word may begin. */
const WORDS = `
  ${[0, 1, 2].map((offset) => `(set $gram${offset} (v128.or (i8x16.splat 0x20) (v128.load $at ${TEXT + offset})))`).join('\n')}
  (set $hashes ${hashes('low')})
  (set $moreHashes ${hashes('high')})
  ${Array.from({ length: 16 }, (_, index) => lookUp(index)).join('\n')}
  (set $fourth (i8x16.swizzle (v128.load ${FOURTHS}) (v128.and (i8x16.splat 7) (v128.load $at ${TEXT + 3}))))
  (set $words (i32.and $valid (i8x16.bitmask (i8x16.ne (v128.and $grams $fourth) $none))))`;

const isHead = (head: string): string => `
  (i32.shr_u (i32.load8_u (i32.shr_u (i32.mul ${head} ${HEAD_FACTOR}) 19) ${HEADS})
    (i32.and 7 (i32.shr_u (i32.mul ${head} ${HEAD_FACTOR}) 16)))`;

/** Asks again, of the few that are left: `GRAMS` tells fourth characters apart by three bits only. */
const REAL_WORDS = `
  (set $left $words)
  (while $left
    (set $bit (i32.ctz $left))
    (set $left (i32.and $left (i32.sub $left 1)))
    (set $head (i32.or 0x20202020 (i32.load (i32.add $at $bit) ${TEXT})))
    (set $longHead (i32.xor $head (i32.mul ${LONG_FACTOR}
      (i32.or 0x2020 (i32.and 0xffff (i32.load (i32.add $at $bit) ${TEXT + 4}))))))
    (set $mayBe (i32.and 1 (i32.or ${isHead('(i32.and $head 0xffffff)')}
      (i32.or ${isHead('$head')} ${isHead('$longHead')}))))
    (set $words (i32.xor $words (i32.shl (i32.xor $mayBe 1) $bit))))`;

/** The sets are of first and of second characters: which of them make a word is asked of the few that are left. */
const REAL_PAIRS = `
  (set $left $pairs)
  (while $left
    (set $bit (i32.ctz $left))
    (set $left (i32.and $left (i32.sub $left 1)))
    (set $head (i32.load (i32.add $at $bit) ${TEXT}))
    (set $head (i32.or (i32.and 0x7f $head) (i32.and 0x3f80 (i32.shr_u $head 1))))
    (set $mayBe (i32.and 1 (i32.shr_u (i32.load8_u (i32.shr_u $head 3) ${PAIRS}) (i32.and 7 $head))))
    (set $pairs (i32.xor $pairs (i32.shl (i32.xor $mayBe 1) $bit))))`;

/** Marks every fifth of `nears` in a row; `fars` end a row. The bits of both are places, and none is of both. */
const everyFifth = (nears: string, fars: string, count: string, marks: string): string => `
  (set ${marks} 0)
  (set $left ${nears})
  (set $fars ${fars})
  (while $left
    (set $bit (i32.ctz $left))
    (set $left (i32.and $left (i32.sub $left 1)))
    (if (i32.and $fars (i32.sub (i32.shl 1 $bit) 1)) (set ${count} 0))
    (set $fars (i32.and $fars (i32.shl -1 $bit)))
    (set ${count} (i32.add ${count} 1))
    (if (i32.eqz (i32.sub ${count} 5))
      (set ${marks} (i32.or ${marks} (i32.shl 1 $bit)))
      (set ${count} 0)))
  (if $fars (set ${count} 0))`;

/** The same as `spaced` and `listed` of `Scan`. */
const SEPARATORS = `
  (set $separators (i32.or $wasSeparator (i32.shl ${here(SETS.separator)} 16)))
  (set $wasSeparator (i32.shr_u $separators 16))
  (set $apart (i32.and $separators (i32.xor -1 (i32.shl $separators 1)))) ; no other stands right before it
  (set $near (i32.and $apart (i32.or (i32.shl $separators 2) (i32.shl $separators 3))))
  (set $far (i32.and $apart (i32.xor $near -1)))
  ${everyFifth('(i32.shr_u $near 16)', '(i32.shr_u $far 16)', '$spaced', '$spacedAt')}
  (set $near (i32.and (i32.shl $behindDigits 16) (i32.and $apart (i32.or $near (i32.shl $separators 4)))))
  (set $far (i32.and $apart (i32.xor $near -1)))
  ${everyFifth('(i32.shr_u $near 16)', '(i32.shr_u $far 16)', '$listed', '$listedAt')}`;

const bitOf = (mask: string, event: number): string => `(i32.mul ${event} (i32.and 1 (i32.shr_u ${mask} $bit)))`;

/** Writes an event for each place that any of the masks has. */
const events = (...masks: readonly (readonly [mask: string, event: number])[]): string => `
  (set $left ${masks.map(([mask]) => mask).reduce((all, mask) => `(i32.or ${all} ${mask})`)})
  (while $left
    (set $bit (i32.ctz $left))
    (set $left (i32.and $left (i32.sub $left 1)))
    (i32.store $out (i32.or (i32.shl (i32.add $at $bit) ${PLACE_SHIFT})
      ${masks.map(([mask, event]) => bitOf(mask, event)).reduce((all, bit) => `(i32.or ${all} ${bit})`)}))
    (set $out (i32.add $out 4)))`;

const CARRY = ['$wasRun', '$wasDigit', '$wasSeparator', '$spaced', '$listed', '$other', '$wasForeign'];

const BODY = `
  (set $wasSeparator 0x4000) ; as if one stood two characters before the text
  (if $base ${CARRY.map((name, index) => `(set ${name} (i32.load ${CARRIED + 4 * index}))`).join('\n')})
  (set $out ${EVENTS})
  (while (i32.lt_u $at $length)
    (set $valid 0xffff)
    (if (i32.lt_u (i32.sub $length $at) 16) (set $valid (i32.sub (i32.shl 1 (i32.sub $length $at)) 1)))
    (set $bytes (v128.load $at ${TEXT}))
    (set $foreign (i32.and $valid (i8x16.bitmask $bytes))) ; above U+007F
    (set $other (i32.or $other $foreign))
    (set $foreign (i32.or $wasForeign (i32.shl $foreign 16)))
    (set $wasForeign (i32.shr_u $foreign 16))
    (set $behindForeign (i32.or (i32.shr_u $foreign 14) (i32.shr_u $foreign 15)))
    (set $low (v128.and $bytes (i8x16.splat 15)))
    (set $high (i8x16.swizzle (v128.load ${HIGH}) (i8x16.shr_u $bytes 4)))
    (set $bytes (v128.load $at ${TEXT + 1}))
    (set $nextLow (v128.and $bytes (i8x16.splat 15)))
    (set $nextHigh (i8x16.swizzle (v128.load ${HIGH}) (i8x16.shr_u $bytes 4)))

    (set $digits ${here(SETS.digit)})
    (set $behindDigits (i32.or (i32.shl $digits 1) $wasDigit))
    (set $starts (i32.and $digits (i32.xor $behindDigits -1)))
    (set $wasDigit (i32.shr_u $digits 15))

    ; Eleven in a row: a bit stands for a row of two, four, eight and eleven that ends there.
    (set $run (i32.or $wasRun (i32.shl ${here(SETS.run)} 16)))
    (set $wasRun (i32.shr_u $run 16))
    (set $row (i32.and $run (i32.shl $run 1)))
    (set $row (i32.and $row (i32.shl $row 2)))
    (set $row (i32.and $row (i32.shl $row 4)))
    (set $row (i32.and $row (i32.shl $row 3)))
    (set $begins (i32.shr_u (i32.and $row (i32.xor (i32.shl $row 1) -1)) 16))
    (set $ends (i32.and $valid (i32.shr_u (i32.and (i32.shl $row 1) (i32.xor $run -1)) 16)))

    (set $other (i32.or $other ${here(SETS.other)}))
    (set $pairs (i32.or ${pair(SETS.firstLetter, SETS.secondLetter)}
      (i32.or ${pair(SETS.firstMixed, SETS.secondMixed)} ${pair(SETS.firstSign, SETS.secondSign)})))
    ${REAL_PAIRS}
    (set $shorts (i32.or $pairs
      (i32.or ${here(SETS.single)} (i32.and $behindForeign ${here(SETS.behindForeign)}))))
    ${WORDS}
    ${REAL_WORDS}
    ${SEPARATORS}
    ${events(['$words', WORD], ['$shorts', SHORT_WORD], ['$starts', DIGITS])}
    ${events(['$begins', RUN_BEGINS], ['$ends', RUN_ENDS], ['$spacedAt', SPACED], ['$listedAt', LISTED])}
    (set $at (i32.add $at 16)))
  ${CARRY.map((name, index) => `(i32.store ${CARRIED + 4 * index} ${name})`).join('\n')}
  (i32.shr_u (i32.sub $out ${EVENTS}) 2)`;

/** Takes the length of the chunk at `TEXT` and where it begins in its text; returns the number of events. */
export const assembleSweep = (): Uint8Array<ArrayBuffer> =>
  assemble({
    parameters: ['$length', '$base'],
    integers: namesOf(
      `at out valid foreign behindForeign digits behindDigits starts run row begins ends shorts pairs words separators apart near far fars spacedAt
       listedAt left bit head longHead mayBe`,
    ).concat(CARRY),
    vectors: namesOf('bytes low high nextLow nextHigh none gram0 gram1 gram2 hashes moreHashes grams fourth'),
    body: BODY,
    pages: PAGES,
  });

const namesOf = (words: string): readonly string[] => words.split(/\s+/).map((word) => `$${word}`);
