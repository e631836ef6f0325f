import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';

const QUOTES = ['"', "'", '`'];
/**
 * The operators of JavaScript, Python and Java; PHP and Perl; SQL; Lua; Visual Basic; Elixir and Erlang; Twig; OCaml.
 */
const OPERATORS = ['+', '.', '||', '..', '&', '<>', '++', '~', '^'];
const EMPTY = QUOTES.map((quote) => quote + quote);

/**
 * A text in pieces that a program joins: `"AKIA" + "…"`; also with a comma, in calls that join what they are given, and
 * with nothing but blanks, an empty piece (`AKIA${''}…`) or the end of a line that goes on.
 */
export const concatenated: Decoder = {
  name: 'concatenated',
  reads: 'characters',
  anchors: [
    ...QUOTES.flatMap((quote) => OPERATORS.flatMap((operator) => [`${quote}${operator}`, `${quote} ${operator}`])),
    ...QUOTES.flatMap((quote) => [`${quote}\n`, `${quote}\r\n`, `${quote},`, `${quote} ,`, `${quote} ${quote}`]),
    ...EMPTY.flatMap((empty) => [empty, `{${empty}`]),
    ...QUOTES.flatMap((quote) => QUOTES.filter((other) => other !== quote).map((other) => quote + other)),
    '& _',
    'implode(',
    '%s%s',
    '\\\n',
    '\\\r\n',
    'concat(',
    'join(',
  ],
  read(text, _, places) {
    const pieces = new Pieces(text);
    const isList = places.some(
      (place) => text.charCodeAt(place - 1) === FORMAT || (text.charCodeAt(place - 1) === OPENS && isJoin(text, place)),
    );
    const joint = isList ? JOINT_OF_LIST : JOINT;
    let done = 0;
    for (const place of places) {
      const last = text.charCodeAt(place - 1);
      if (last === OPENS || last === FORMAT || (last === COMMA && !isList)) continue;
      for (let start = place - 1; start >= Math.max(done, place - MAX_ANCHOR); start--) {
        const end = endOfJoint(text, start, joint);
        if (end < 0) continue;
        pieces.skip(start, end);
        done = end;
        break;
      }
    }
    return pieces.readings;
  },
};

/** Visual Basic goes on with the next line behind ` _`. A full stop behind what is quoted is not between blanks on both sides or on none. */
const OPERATOR = String.raw`(?:[&+] _|\+\+?|\.\.?(?=["'\`])|(?<=\s)\.\.?|\|\||&|<>|~|\^)`;
const GAP = String.raw`\s{0,40}`;
/** A letter says how the literal behind it is read: `r"…"` of Python, `@"…"` of C#. */
const KIND = '[bBfFrRuUL@]{0,2}';
/** Without an operator the pieces are parts of one word. */
const ADJACENT = String.raw`(?<=[\w+/.-])["'\`]${GAP}["'\`](?=[\w+/-])`;
const JOINT = new RegExp(`["'\`]${GAP}${OPERATOR}${GAP}${KIND}["'\`]|${ADJACENT}`, 'y');
const JOINT_OF_LIST = new RegExp(`["'\`]${GAP}(?:${OPERATOR}|,)${GAP}${KIND}["'\`]|${ADJACENT}`, 'y');
const EMPTY_PIECE = /(?<=[\w+/.-])[$#]?\{\s{0,8}(?:''|""|``)\s{0,8}\}(?=[\w+/-])/y;
const LINE_GOES_ON = /(?<=[\w+/=.-])\\\r?\n[ \t]{0,80}(?=[\w+/-])/y;

/** A call that ends there joins what it is given, with nothing between. */
function isJoin(text: string, end: number): boolean {
  const call = text.slice(Math.max(0, end - 8), end);
  return (
    /\bconcat\($|(?:""|'')\.join\($/i.test(call) ||
    (/(?:join|implode)\($/i.test(call) && NOTHING.test(text.slice(end, end + 10)))
  );
}
const NOTHING = /^\s{0,8}(?:""|''|``)/;
const OPENS = 0x28;
const COMMA = 0x2c;
/** The end of `%s%s`, which a call fills with a list. */
const FORMAT = 0x73;

/** The longest anchor has four characters. */
const MAX_ANCHOR = 4;

/** Finds the end of what joins two pieces, if it begins there; -1 if nothing does. */
function endOfJoint(text: string, start: number, joint: RegExp): number {
  const char = text.charAt(start);
  if (char === '{' && '$#'.includes(text.charAt(start - 1))) return -1; // it begins one character earlier
  const isQuote = QUOTES.includes(char);
  const pattern = isQuote ? joint : char === '\\' ? LINE_GOES_ON : '$#{'.includes(char) ? EMPTY_PIECE : undefined;
  if (!pattern) return -1;
  pattern.lastIndex = start;
  if (!pattern.test(text)) return -1;
  const { lastIndex } = pattern;
  return isQuote &&
    text.slice(start, lastIndex).includes('\n') &&
    IN_COMMENT.test(text.slice(Math.max(0, start - LINE), start))
    ? -1
    : lastIndex;
}

/** A sentence that a comment quotes joins nothing on the next line. */
const IN_COMMENT = /(?:\/\/|#) [^"'\x60\r\n]{0,100}["'\x60][^"'\x60\r\n]{0,160} [^"'\x60\r\n ]{0,40}$/;
const LINE = 320;
