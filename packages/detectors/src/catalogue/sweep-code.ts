/*
 * `Sweep` runs this over the bytes of a text, 16 at a time: it finds where words begin, where digits do, and which
 * runs and rows of separators there are. Each byte is looked at a fixed number of times, whatever it is: there is one
 * loop over the text, and inside it a step for each bit of four masks, which compares a few words.
 */

import { assemble } from './assembler.js';
import {
  CARRIED,
  DIGIT_BITS,
  EVENTS,
  HIGH,
  LISTED,
  PAGES,
  RUN_BEGINS,
  RUN_ENDS,
  SETS,
  SPACED,
  TEXT,
  WIDE,
} from './sweep-layout.js';
import { SHAPES } from './sweep-shapes.js';
import { BEGINNINGS, PAIRS_THERE, store, WORDS } from './sweep-words.js';

const here = (set: number): string =>
  `(i32.and $valid (i8x16.bitmask (i8x16.ne (v128.and (i8x16.swizzle (v128.load ${set}) $low) $high) $none)))`;
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
    ${store(masks.map(([mask, event]) => bitOf(mask, event)).reduce((all, bit) => `(i32.or ${all} ${bit})`))})`;

/** The characters of a text, those above U+007F as that. */
const narrow = (offset: number): string =>
  `(i16x8.min_u (i16x8.splat 0x80) (v128.load (i32.shl $at 1) ${WIDE + offset}))`;

const CARRY = ['$wasRun', '$wasDigit', '$wasSeparator', '$spaced', '$listed', '$other', '$wasForeign'];

const BODY = `
  (set $wasSeparator 0x4000) ; as if one stood two characters before the text
  (if $base ${CARRY.map((name, index) => `(set ${name} (i32.load ${CARRIED + 4 * index}))`).join('\n')})
  (while (i32.lt_u $at $wide)
    (v128.store (i32.add $at ${TEXT}) (i8x16.narrow_i16x8_u ${narrow(0)} ${narrow(16)}))
    (set $at (i32.add $at 16)))
  (set $at 0)
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
    (set $digits ${here(SETS.digit)})
    (i32.store (i32.add ${DIGIT_BITS} (i32.shr_u $at 3)) $digits) ; two bytes, and two more that the next ones overwrite
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
    (set $singles ${here(SETS.single)})
    ; Words of other scripts have spaces between them: one counts only before a sign, digit or letter of ASCII.
    (set $foreignSingles (i32.and (i32.and $behindForeign ${here(SETS.behindForeign)}) (i32.or
      (i8x16.bitmask (i8x16.ne (i8x16.splat 0x20) (v128.load $at ${TEXT})))
      (i8x16.bitmask (i8x16.gt_s (v128.load $at ${TEXT + 1}) (i8x16.splat 0x20))))))
    ${PAIRS_THERE}
    ${WORDS}
    ${SHAPES}
    ${SEPARATORS}
    ${BEGINNINGS}
    ${events(['$begins', RUN_BEGINS], ['$ends', RUN_ENDS], ['$spacedAt', SPACED], ['$listedAt', LISTED])}
    (set $at (i32.add $at 16)))
  ${CARRY.map((name, index) => `(i32.store ${CARRIED + 4 * index} ${name})`).join('\n')}
  (i32.shr_u (i32.sub $out ${EVENTS}) 2)`;

/**
 * Takes the length of the chunk at `TEXT`, where it begins in its text, and how many characters are first taken from
 * `WIDE`; returns the number of events.
 */
export const assembleSweep = (): Uint8Array<ArrayBuffer> =>
  assemble({
    parameters: ['$length', '$base', '$wide'],
    integers: namesOf(
      `at out valid foreign behindForeign digits behindDigits starts run row begins ends pairs singles foreignSingles words threes any separators apart near
       far fars spacedAt listedAt left bit places head mayBe key slot number found longest rest from size index same four upper before earlier edges first row code step goesOn`,
    ).concat(CARRY),
    vectors: namesOf('bytes low high none lowHashes highHashes gram0 gram1 gram2 gram3 likely grams'),
    body: BODY,
    pages: PAGES,
  });

const namesOf = (words: string): readonly string[] => words.split(/\s+/).map((word) => `$${word}`);
