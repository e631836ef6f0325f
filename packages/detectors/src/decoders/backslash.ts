import { hexValue, readEscapes, type Escape } from './characters.js';
import type { Decoder } from './decoder.js';

/**
 * `\u0041`, `\x41`, `\101`, `\60\61`, `\n`, `\"` as JSON and the languages write them, and `\_` as Markdown does; after any
 * number of backslashes, since a string within a string within a string doubles them.
 */
export const backslash: Decoder = {
  name: 'backslash',
  reads: 'characters',
  anchors: ['\\'],
  read: (text, _, places) =>
    readEscapes(
      text,
      places.filter((place) => text.charCodeAt(place - 2) !== BACKSLASH),
      readBackslash,
    ),
};

const BACKSLASH = 0x5c;
const PLAIN: ReadonlyMap<string, number> = new Map(
  ['n\n', 'r\n', 't\t', ...'"\'/_-.@+=:&'.split('')].map((pair) => [pair.charAt(0), pair.charCodeAt(pair.length - 1)]),
);

function readBackslash(text: string, start: number): Escape | undefined {
  let at = start;
  while (text.charCodeAt(at) === BACKSLASH) at++;
  if (at === start) return undefined;
  const letter = text.charAt(at);
  if (letter === 'u' && text.charAt(at + 1) === '{') {
    const length = text.slice(at + 2, at + 9).indexOf('}');
    return length > 0 ? toEscape(hexValue(text, at + 2, length), at + 3 + length) : undefined;
  }
  const digits = letter === 'u' ? 4 : letter === 'x' ? 2 : letter === 'U' ? 8 : 0;
  if (digits > 0) return toEscape(hexValue(text, at + 1, digits), at + 1 + digits);
  CSS.lastIndex = at;
  if (CSS.test(text)) return toEscape(hexValue(text, at, CSS_LENGTH), CSS.lastIndex);
  OCTAL.lastIndex = at;
  const octal = OCTAL.exec(text)?.[0];
  if (octal) return { code: Number.parseInt(octal, 8), end: at + octal.length };
  // Two digits are a digit or a sign among others that are written so, and a folder or a reference elsewhere.
  if (SHORT_OCTAL.test(text.slice(at, at + 3)) && isAmongOctals(text, start, at + 2))
    return { code: Number.parseInt(text.slice(at, at + 2), 8), end: at + 2 };
  const code = PLAIN.get(letter);
  return code === undefined ? undefined : { code, end: at + 1 };
}
/** With a zero before it for `printf %b`. */
const OCTAL = /0[0-3][0-7]{2}(?![\da-f])|[0-3][0-7]{2}/iy;
/** All six digits, and a blank: https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point */
const CSS = /0000[2-7][\da-f] ?/iy;
const CSS_LENGTH = 6;

const SHORT_OCTAL = /^[4-7][0-7](?![0-9])/;
const isAmongOctals = (text: string, start: number, end: number): boolean =>
  /^\\[0-7]{2}/.test(text.slice(end, end + 3)) || /\\[0-7]{2,3}$/.test(text.slice(Math.max(0, start - 4), start));

const toEscape = (code: number, end: number): Escape | undefined => (code < 0 ? undefined : { code, end });
