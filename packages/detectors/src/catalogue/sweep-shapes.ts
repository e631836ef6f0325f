/*
 * The part of the program of `Sweep` that leaves out groups of digits where no shape stands: most are parts of times,
 * hashes and versions. It follows the same steps as `Shapes`, and sees the same edges as `edges.ts`.
 */

import { EDGES } from '../rules/edges.js';
import { BEGINS_OF, FROM, ROW_DIGITS, ROW_EDGES, SHAPE_MASK, SHAPE_SHIFT, STEPS, TEXT, TO } from './sweep-layout.js';
import { FACTOR } from './word-index.js';

const PLUS = 0x2b;
const HYPHEN = 0x2d;
const COLON = 0x3a;
const FOREIGN = 0x80;
/** As many digits are no group of a shape. */
const TOO_MANY = 33;

const all = (first: string, ...others: readonly string[]): string =>
  others.reduce((before, each) => `(i32.and ${before} ${each})`, first);
const any = (first: string, ...others: readonly string[]): string =>
  others.reduce((before, each) => `(i32.or ${before} ${each})`, first);
const not = (condition: string): string => `(i32.eqz ${condition})`;
const is = (code: string, other: number): string => `(i32.eq ${code} ${other})`;
const isWithin = (code: string, first: number, count: number): string =>
  `(i32.lt_u (i32.sub ${code} ${first}) ${count})`;
const isDigit = (code: string): string => isWithin(code, 0x30, 10);
const isLetter = (code: string): string => isWithin(`(i32.or 0x20 ${code})`, 0x61, 26);
/** One of `-./:`. */
const isJoint = (code: string): string => any(isWithin(code, HYPHEN, 3), is(code, COLON));
const at = (place: string, offset: number): string => `(i32.load8_u ${place} ${TEXT + offset})`;
const edge = (bit: number, condition: string): string => `(i32.mul ${bit} ${condition})`;

/** It may be what `isListed` means, which looks further back. */
const MAY_BE_LISTED = all(
  any(is('$before', COLON), is('$before', HYPHEN)),
  isDigit(at('$index', 1)),
  isDigit(at('$index', 2)),
);
const BEGINS = not(
  any(
    is('$before', PLUS),
    all(is('$before', HYPHEN), isWithin('$earlier', 0x61, 6)),
    all(isJoint('$before'), isDigit('$earlier'), not(MAY_BE_LISTED)),
  ),
);
const EDGES_BEFORE = `
  (set $before ${at('$index', -1)})
  (set $earlier ${at('$index', -2)})
  (set $edges ${any(
    edge(
      EDGES.lead,
      any(`(i32.gt_u $before 0x40)`, isLetter('$earlier'), is('$earlier', FOREIGN), not('(i32.add $base $index)')),
    ),
    edge(EDGES.capital, isWithin('$before', 0x41, 26)),
    edge(EDGES.letters, all(isLetter('$before'), isLetter('$earlier'))),
    edge(EDGES.begins, BEGINS),
  )})`;
const GOES_ON = any(
  isLetter('$code'),
  all(isJoint('$code'), any(isDigit(at('$index', 1)), all(is('$code', HYPHEN), isLetter(at('$index', 1))))),
);

/** Sets `$step` to how many digits stand there. */
const COUNT = `
  (set $step 0)
  (while ${all(isDigit('$code'), `(i32.lt_u $step ${TOO_MANY})`)}
    (set $step (i32.add $step 1))
    (set $index (i32.add $index 1))
    (set $code ${at('$index', 0)}))`;
/** Most groups end here: no shape has so many digits, and behind them such a character. */
const HAS_BEGIN = any(
  is('$code', FOREIGN),
  `(i32.and 1 (i32.shr_u (i32.load16_u (i32.add (i32.shl $step 8) (i32.shl $code 1)) ${BEGINS_OF}) $edges))`,
);

/** Some rule asks for the shape that ends here, with these edges and this first digit. */
const IS_ASKED = all(
  `(i32.shr_u (i32.load (i32.shl $row 2) ${ROW_EDGES}) (i32.or $edges ${edge(EDGES.ends, not(GOES_ON))}))`,
  `(i32.shr_u (i32.load16_u (i32.shl $row 1) ${ROW_DIGITS}) $first)`,
  '1',
);

/** Keeps of `$starts` the places where a shape stands whose edges some rule asks for, and those before another script. */
export const SHAPES: string = `
  (set $left $starts)
  (while $left
    (set $bit (i32.ctz $left))
    (set $left (i32.and $left (i32.sub $left 1)))
    (set $index (i32.add $at $bit))
    ${EDGES_BEFORE}
    (set $row 0)
    (set $mayBe 0)
    (set $code ${at('$index', 0)})
    (set $first (i32.sub $code 0x30))
    ${COUNT}
    (set $goesOn ${HAS_BEGIN})
    (while $goesOn
      (set $key (i32.or $step (i32.shl $row 8)))
      (set $slot (i32.shr_u (i32.mul $key ${FACTOR}) (i32.load 0 ${SHAPE_SHIFT})))
      (set $from (i32.load (i32.shl $slot 2) ${FROM}))
      (while ${all('(i32.ne $from 0)', '(i32.ne $from $key)')}
        (set $slot (i32.and (i32.add $slot 1) (i32.load 0 ${SHAPE_MASK})))
        (set $from (i32.load (i32.shl $slot 2) ${FROM})))
      (set $row (i32.load (i32.shl $slot 2) ${TO}))
      (set $goesOn 0)
      (if $row
        (set $mayBe ${any(is('$code', FOREIGN), IS_ASKED)})
        (if ${not('$mayBe')}
          ${COUNT}
          (if ${not('$step')}
            (set $step (i32.load8_u $code ${STEPS}))
            (set $index (i32.add $index 1))
            (set $code ${at('$index', 0)}))
          (set $goesOn (i32.ne $step 0)))))
    (set $starts (i32.xor $starts (i32.shl (i32.xor $mayBe 1) $bit))))`;
