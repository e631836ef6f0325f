import type { Random } from '../harness/random.js';

/** One name in spellings that a careless reader takes for the same. */
export interface Spelling {
  readonly how: string;
  readonly text: string;
}

const codePoints = (...hexes: readonly string[]): readonly string[] =>
  hexes.map((hex) => String.fromCodePoint(Number.parseInt(hex, 16)));

/** Invisible: zero width, joiners, soft hyphen, bidi controls, fillers, selectors, tags (Unicode, Default_Ignorable_Code_Point). */
export const INVISIBLE: readonly string[] = codePoints(
  '200b',
  '200c',
  '200d',
  '2060',
  'feff',
  'ad',
  '34f',
  '61c',
  '180e',
  '200e',
  '200f',
  '202a',
  '202d',
  '202e',
  '2066',
  '2069',
  '115f',
  '1160',
  '17b4',
  '2061',
  '2064',
  '3164',
  'ffa0',
  'fe00',
  'fe0f',
  'e0001',
  'e0061',
  'e007f',
  'e0100',
);

const CONTROLS: readonly string[] = codePoints('0', '1', '7', '8', '9', 'a', 'b', 'c', 'd', '1b', '7f', '85', '9b');
const SPACES: readonly string[] = codePoints('20', 'a0', '2003', '2009', '202f', '205f', '3000', '2028', '2029');

/** Alphabets whose letters NFKC turns into ASCII, by their `a` (and `A`). */
const ALPHABETS: Readonly<Record<string, readonly [lower: number, upper: number]>> = {
  'full width': [0xff41, 0xff21],
  'mathematical bold': [0x1d41a, 0x1d400],
  'mathematical sans': [0x1d5ba, 0x1d5a0],
  'mathematical monospace': [0x1d68a, 0x1d670],
  'mathematical fraktur': [0x1d586, 0x1d56c],
  circled: [0x24d0, 0x24b6],
};

function inAlphabet(name: string, [lower, upper]: readonly [number, number], only?: number): string {
  return Array.from(name)
    .map((character, index) => {
      if (only !== undefined && index !== only) return character;
      const code = character.charCodeAt(0);
      if (code >= 97 && code <= 122) return String.fromCodePoint(lower + code - 97);
      return code >= 65 && code <= 90 ? String.fromCodePoint(upper + code - 65) : character;
    })
    .join('');
}

const insert = (name: string, at: number, text: string): string => name.slice(0, at) + text + name.slice(at);
const hexOf = (text: string): string =>
  Array.from(text)
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
    .join(' ');

/** Deterministic but for where something is put. */
export function spellingsOf(name: string, random: Random): readonly Spelling[] {
  const anywhere = (): number => random.between(1, name.length - 1);
  const titled = name.replaceAll(/(?:^|[^a-z])[a-z]/g, (letter) => letter.toUpperCase());
  return [
    { how: 'as it is', text: name },
    { how: 'in capitals', text: name.toUpperCase() },
    { how: 'with initials', text: titled },
    ...[1, 2, 3].map((index) => {
      const at = anywhere();
      return {
        how: `with one capital (${index})`,
        text: name.slice(0, at) + name.slice(at).replace(/[a-z]/, (letter) => letter.toUpperCase()),
      };
    }),
    ...INVISIBLE.flatMap((one) => [
      { how: `with ${hexOf(one)} inside`, text: insert(name, anywhere(), one) },
      { how: `with ${hexOf(one)} before it`, text: one + name },
      { how: `with ${hexOf(one)} behind it`, text: name + one },
    ]),
    ...CONTROLS.flatMap((one) => [
      { how: `with ${hexOf(one)} inside`, text: insert(name, anywhere(), one) },
      { how: `with ${hexOf(one)} behind it`, text: name + one },
    ]),
    ...SPACES.flatMap((one) => [
      { how: `with ${hexOf(one)} before it`, text: one + name },
      { how: `with ${hexOf(one)} behind it`, text: name + one },
    ]),
    ...Object.entries(ALPHABETS).flatMap(([how, alphabet]) => [
      { how: `in ${how} letters`, text: inAlphabet(name, alphabet) },
      { how: `with one ${how} letter`, text: inAlphabet(name, alphabet, name.search(/[a-z]/)) },
      { how: `in ${how} capitals`, text: inAlphabet(name.toUpperCase(), alphabet) },
    ]),
    ...(name.includes('s') ? [{ how: 'with a long s', text: name.replace('s', '\u017f') }] : []),
    ...(name.includes('k') ? [{ how: 'with a Kelvin sign', text: name.replace('k', '\u212a') }] : []),
    ...(name.includes('_') ? [{ how: 'with a full-width low line', text: name.replace('_', '\uff3f') }] : []),
    ...(name.includes('/') ? [{ how: 'with a full-width slash', text: name.replace('/', '\uff0f') }] : []),
    ...[2, 3].map((count) => ({
      how: `with ${count} invisible characters`,
      text: Array.from({ length: count }).reduce<string>(
        (text) => insert(text, anywhere(), random.pick(INVISIBLE)),
        name,
      ),
    })),
  ];
}

/** Ways to write the same characters in JSON. */
export const ESCAPES: Readonly<Record<string, (text: string) => string>> = {
  'plain JSON': (text) => JSON.stringify(text),
  'escaped JSON': (text) =>
    `"${text
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('')}"`,
  'capital escapes': (text) =>
    `"${text
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
      .join('')}"`,
};
