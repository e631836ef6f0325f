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
    ...QUOTES.flatMap((quote) => [`${quote}\n`, `${quote}\r\n`, `${quote} ${quote}`]),
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
  read(text, _, found) {
    const pieces = new Pieces(text);
    const isList = found.some(
      (place) => text.charCodeAt(place - 1) === FORMAT || (text.charCodeAt(place - 1) === OPENS && isJoin(text, place)),
    );
    const joint = isList ? JOINT_OF_LIST : JOINT;
    // A comma stands behind most quotes, and joins nothing where no call does.
    const places = isList ? Uint32Array.from(found.concat(commasOf(text))).toSorted() : found;
    let done = 0;
    for (const place of places) {
      const last = text.charCodeAt(place - 1);
      if (last === OPENS || last === FORMAT) continue;
      const least = Math.max(done, place - MAX_ANCHOR);
      for (let start = place - 1; start >= least; start--) {
        const role = roleAt(text, start);
        if ((role & (QUOTE | BREAK | BRACE)) === 0 || (role === QUOTE && !mayJoin(text, start))) continue;
        const end = endOfJoint(text, start, joint);
        if (end < 0 || isSign(text, start, end)) continue;
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
const MAX_GAP = 40;
const GAP = String.raw`\s{0,${MAX_GAP}}`;
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
const BLANK = 0x20;
/** The end of `%s%s`, which a call fills with a list. */
const FORMAT = 0x73;

/** Past each comma behind a quote. */
function commasOf(text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1))
    if (QUOTES.includes(text.charAt(text.charCodeAt(at - 1) === BLANK ? at - 2 : at - 1))) places.push(at + 1);
  return places;
}

/** A text of one sign or two, as `indexOf(".")` has it: between values there would be something on one side. */
const isSign = (text: string, start: number, end: number): boolean =>
  end - start <= MAX_SIGN && APART.test(text.charAt(start - 1)) && APART.test(text.charAt(end));
const MAX_SIGN = 4;
const APART = /^[\s()[\]{}<>,;:=|&?!*^]?$/;

/** The longest anchor has four characters. */
const MAX_ANCHOR = 4;

/** Finds the end of what joins two pieces, if it begins there; -1 if nothing does. */
function endOfJoint(text: string, start: number, joint: RegExp): number {
  const char = text.charAt(start);
  if (char === '{' && '$#'.includes(text.charAt(start - 1))) return -1; // it begins one character earlier
  const isQuote = QUOTES.includes(char);
  const pattern = isQuote ? joint : char === '\\' ? LINE_GOES_ON : EMPTY_PIECE;
  pattern.lastIndex = start;
  if (!pattern.test(text)) return -1;
  const { lastIndex } = pattern;
  return isQuote &&
    text.slice(start, lastIndex).includes('\n') &&
    IN_COMMENT.test(text.slice(Math.max(0, start - LINE), start))
    ? -1
    : lastIndex;
}

/* The roles of a character in a joint, as bits. */
const QUOTE = 1;
const OPERATES = 2;
/** Stands before a quote. */
const LEADS = 4;
const BREAK = 8;
const BRACE = 16;
const ROLES = new Uint8Array(128);
for (const [role, chars] of [
  [QUOTE, QUOTES.join('')],
  [OPERATES, '+.|&<>~^,'],
  [LEADS, 'bBfFrRuUL@_'],
  [BREAK, '\\'],
  [BRACE, '$#{'],
] as const)
  for (const char of chars) ROLES[char.charCodeAt(0)] = role;
const roleAt = (text: string, at: number): number => ROLES[text.charCodeAt(at)] ?? 0;

/** Behind most quotes stands no operator, or no other quote behind that: an expression need not look. */
function mayJoin(text: string, quote: number): boolean {
  const next = pastBlanks(text, quote + 1);
  let at = next;
  while (at < next + 2 && roleAt(text, at) === OPERATES) at++;
  return (roleAt(text, at === next ? next : pastBlanks(text, at)) & (at === next ? QUOTE : QUOTE | LEADS)) !== 0;
}

/** Past as many as a joint has, and one. */
function pastBlanks(text: string, start: number): number {
  let at = start;
  while (at <= start + MAX_GAP && !(text.charCodeAt(at) > BLANK && text.charCodeAt(at) < 0x80)) at++;
  return at;
}

/** A sentence that a comment quotes joins nothing on the next line. */
const IN_COMMENT = /(?:\/\/|#) [^"'\x60\r\n]{0,100}["'\x60][^"'\x60\r\n]{0,160} [^"'\x60\r\n ]{0,40}$/;
const LINE = 320;
