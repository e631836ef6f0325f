import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { PIECES } from './piece-techniques.js';
import { STRUCTURES } from './structure-techniques.js';
import { inLines, inText, isLong, isOneLine, isSure, toBase32, toBase64, type Technique } from './technique.js';

const hasDigits = (value: string): boolean => /\d/.test(value);
/** Words show no groups, which some numbers are recognized by. */
const isNumber = (value: string): boolean => /^[\d./-]{4,}$/.test(value);
const isEmail = (value: string): boolean => /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(value);

const each = (write: (char: string) => string) => (value: string) => Array.from(value, write).join('');
const between = (mark: string) => (value: string) => Array.from(value).join(mark);
const codeOf = (char: string): number => char.codePointAt(0) ?? 0;
const hexOf = (char: string, length = 2): string => codeOf(char).toString(16).padStart(length, '0');
const bytesOf = (value: string): readonly string[] =>
  Array.from(Buffer.from(value), (byte) => byte.toString(16).padStart(2, '0'));
const escapeBytes = (mark: string) => (value: string) =>
  bytesOf(value)
    .map((byte) => `${mark}${byte.toUpperCase()}`)
    .join('');
/** Letters and digits from the place where a style of theirs begins; -1 where it has none. */
const styled = (upper: number, lower: number, digit: number) =>
  each((char) => {
    const [first, from] = /[A-Z]/.test(char) ? ['A', upper] : /[a-z]/.test(char) ? ['a', lower] : ['0', digit];
    return /[A-Za-z0-9]/.test(char) && from >= 0 ? String.fromCodePoint(from + codeOf(char) - codeOf(first)) : char;
  });

const LOOKALIKES = new Map(
  Object.entries({
    A: 'А',
    B: 'В',
    C: 'С',
    E: 'Е',
    H: 'Н',
    I: 'І',
    K: 'К',
    M: 'М',
    O: 'О',
    P: 'Р',
    T: 'Т',
    X: 'Х',
    a: 'а',
    c: 'с',
    e: 'е',
    i: 'і',
    o: 'о',
    p: 'р',
    s: 'ѕ',
    x: 'х',
    y: 'у',
  }),
);
const toLookalikes = each((char) => LOOKALIKES.get(char) ?? char);
/** Some of them, in a way that a reader does not see; a word of only another script belongs to that script. */
const someLookalikes = (value: string): string => value.replace(/[A-Za-z]/, toLookalikes);

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const spell = (value: string): string =>
  Array.from(value, (char) => WORDS[Number(/\d/.test(char) ? char : -1)] ?? (char.trim() === '' ? '' : char))
    .filter((word) => word !== '')
    .join(' ');

const toTags = each((char) => String.fromCodePoint(0xe0000 + codeOf(char)));
const toSelectors = (value: string): string =>
  Array.from(Buffer.from(value), (byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16)).join(
    '',
  );

export const TECHNIQUES: readonly Technique[] = [
  inText(
    String.raw`\u0041`,
    each((char) => `\\u${hexOf(char, 4)}`),
  ),
  inText(String.raw`\\u0041, one character`, (value) => `\\\\u${hexOf(value.charAt(0), 4)}${value.slice(1)}`),
  inText(String.raw`\x41`, escapeBytes(String.raw`\x`)),
  inText(
    '&#65;',
    each((char) => `&#${codeOf(char)};`),
  ),
  inText(
    '&#x41;',
    each((char) => `&#x${hexOf(char)};`),
  ),
  inText(
    '&amp;#65;',
    each((char) => `&amp;#${codeOf(char)};`),
  ),
  inText('percent', escapeBytes('%')),
  inText('percent, three times', escapeBytes('%2525')),
  inText(
    'percent, one character',
    (value) => `${value.slice(0, 2)}%${hexOf(value.charAt(2))}${value.slice(3)}`,
    isLong,
  ),
  inText('quoted-printable', escapeBytes('=')),
  inText('quoted-printable, soft breaks', (value) => value.replace(/[^\s=]{3}(?=[^\s=])/g, '$&=\r\n'), isLong),
  inText('base64', toBase64, isLong),
  inText('base64url, no padding', (value) => Buffer.from(value).toString('base64url'), isLong),
  inText('base64, lines', (value) => inLines(16)(toBase64(value)), isLong),
  inText('base64, glued', (value) => `id_${toBase64(value)}`, isSure),
  inText('base64, three times', (value) => toBase64(toBase64(toBase64(value))), isLong),
  inText('base64 of UTF-16', (value) => toBase64(Buffer.from(value, 'utf16le')), isLong),
  inText('base64 of gzip', (value) => toBase64(gzipSync(value)), isLong),
  inText('base64 of deflate', (value) => toBase64(deflateSync(value)), isLong),
  inText('base64 of deflate without a head', (value) => toBase64(deflateRawSync(value)), isLong),
  inText('base64, percent', (value) => encodeURIComponent(toBase64(value)), isLong),
  inText('data URI', (value) => `data:text/plain;base64,${toBase64(value)}`, isLong),
  inText('hex', (value) => bytesOf(value).join(''), isLong),
  inText('hex, glued', (value) => `id_0x${bytesOf(value).join('')}`, isSure),
  inText('decimal bytes', (value) => [...Buffer.from(value)].join(','), isSure),
  inText('octal', (value) => Array.from(Buffer.from(value), (byte) => `\\${byte.toString(8)}`).join(''), isLong),
  inText('hex, spaced', (value) => bytesOf(value).join(' '), isLong),
  inText('hex, colons', (value) => bytesOf(value).join(':'), isLong),
  inText(
    '0x41, 0x4b',
    (value) =>
      bytesOf(value)
        .map((byte) => `0x${byte}`)
        .join(', '),
    isLong,
  ),
  inText('base32', toBase32, isLong),
  inText('spaced', between(' '), isOneLine),
  inText('dotted', between('.'), isOneLine),
  inText('dashed', between('-'), isOneLine),
  inText('commas', between(', '), isOneLine),
  inText('spelled out', spell, isNumber),
  inText('(at)', (value) => value.replace('@', ' (at) ').replaceAll('.', ' dot '), isEmail),
  inText('at, dot', (value) => value.replace('@', ' at ').replaceAll('.', ' dot '), isEmail),
  inText('full-width', styled(0xff21, 0xff41, 0xff10)),
  inText('mathematical', styled(0x1d400, 0x1d41a, 0x1d7ce)),
  inText('circled', styled(0x24b6, 0x24d0, -1), (value) => /[A-Za-z]/.test(value)),
  inText('Arabic digits', styled(-1, -1, 0x660), hasDigits),
  inText('Devanagari digits', styled(-1, -1, 0x966), hasDigits),
  inText('look-alike, one', someLookalikes, (value) => someLookalikes(value) !== value),
  inText('look-alikes', toLookalikes, (value) => toLookalikes(value) !== value),
  inText('zero-width', between('\u200b')),
  inText('soft hyphens', between('\u00ad')),
  inText(
    'bidi controls',
    each((char) => `\u202d${char}\u202c`),
  ),
  inText('NUL', between('\0')),
  inText(
    'combining marks',
    each((char) => `${char}\u0332`),
  ),
  inText('variation selectors between', between('\ufe0e')),
  inText('tags', toTags, (value) => /^[ -~]+$/.test(value)),
  inText('bytes behind a character', toSelectors),
  ...STRUCTURES,
  ...PIECES,
];
