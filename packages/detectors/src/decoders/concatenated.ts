import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';

const QUOTES = ['"', "'", '`'];
/** Of JavaScript, Python and Java; PHP and Perl; SQL; Lua; Visual Basic; Elixir and Erlang. */
const OPERATORS = ['+', '.', '||', '..', '&', '<>', '++'];

/** A text in pieces that a program joins: `"AKIA" + "…"`; also with a comma, in calls that join what they are given. */
export const concatenated: Decoder = {
  name: 'concatenated',
  reads: 'characters',
  anchors: [
    ...QUOTES.flatMap((quote) => OPERATORS.flatMap((operator) => [`${quote}${operator}`, `${quote} ${operator}`])),
    ...QUOTES.flatMap((quote) => [`${quote}\n`, `${quote}\r\n`, `${quote},`, `${quote} ,`]),
  ],
  read(text, _, places) {
    const pieces = new Pieces(text);
    const joint = JOINS.test(text) ? JOINT_OF_LIST : JOINT;
    let done = 0;
    for (const place of places) {
      const start = startOfJoint(text, place);
      if (start < done) continue;
      joint.lastIndex = start;
      const [all] = joint.exec(text) ?? [];
      if (all === undefined) continue;
      done = start + all.length;
      pieces.skip(start, done);
    }
    return pieces.readings;
  },
};

/** A full stop behind what is quoted is not between blanks on both sides or on none. */
const OPERATOR = String.raw`(?:\+\+?|\.\.?(?=["'\`])|(?<=\s)\.\.?|\|\||&|<>)`;
const GAP = String.raw`\s{0,40}`;
const JOINT = new RegExp(`["'\`]${GAP}${OPERATOR}${GAP}["'\`]`, 'y');
const JOINT_OF_LIST = new RegExp(`["'\`]${GAP}(?:${OPERATOR}|,)${GAP}["'\`]`, 'y');
/** Calls that join what they are given. */
const JOINS = /\bconcat\(|\.join\(\s{0,8}(?:""|''|``)|(?:""|'')\.join\(/i;

/** The longest anchor has a quote, a blank and two characters. */
const MAX_ANCHOR = 4;

/** The position of the opening quote of an anchor that ends at a place. */
function startOfJoint(text: string, place: number): number {
  for (let at = place - 1; at > place - 1 - MAX_ANCHOR && at >= 0; at--)
    if (QUOTES.includes(text.charAt(at))) return at;
  return place;
}
