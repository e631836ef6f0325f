import { needsOf } from '../../src/catalogue/compile.js';
import { FAMILIES } from '../../src/registry.js';

/*
 * What careless searches are slow with: pieces of text again and again. One or two of each class of characters, the
 * writings that are read, and of every detector what it looks at.
 */

/** Characters, by class. */
export const CHARACTERS: readonly string[] = [
  ...'aZf19+/=-_ \t\n.,:;|*#@&%$~^!?()[]{}<>"\'`\\'.split(''),
  '\r\n',
  '\0',
  '\b',
  '\x1b',
  '\x9b',
  '\u0085',
  '\u00a0',
  '\u00ad',
  ...'éßяΩ中あא한कก'.split(''),
  'ا',
  '\u0301',
  '\u0e35',
  '\u094d',
  '\u20e3',
  '\u061c',
  '\u180e',
  '\u200b',
  '\u200d',
  '\u200e',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u2800',
  '\ufeff',
  '\ufe0e',
  '\ufe0f',
  '\ufe03',
  '\ufff9',
  '\u{e0041}',
  '\u{e007f}',
  '\u{e0100}',
  '\u{1f600}',
  '\u{1f3f4}',
  '\u{1f1e9}',
  '\u{1d49c}',
  'ａ',
  '１',
  '①',
  'ﬁ',
  '。',
  '\ud800',
  '\udc00',
];

/** What decoders read, and what nearly is it. */
export const WRITINGS: readonly string[] = [
  'lorem ipsum dolor ',
  'abcdefgh12345678\n',
  '> Qx7abcdefgh12345\n',
  '-----BEGIN \n',
  ' * -----BEGIN \n',
  '\u202eabcdef',
  'a<b>c',
  'a<!--',
  ']]><![CDATA[',
  'chr(65).',
  'char(',
  '00000000: 4142 ',
  '0000000 4142\n',
  'ghp_/',
  'ghp_ab,cd=',
  'AKIA&b=',
  'abc🔥',
  '%s%s',
  '\\000041',
  'A§',
  'A😀',
  'AIKA',
  'akia',
  '414243444546.',
  '/QUtJQVo3UVdF',
  'abcdefghijkl=.',
  '"a" "b" ',
  'a""b',
  "a${''}b",
  'a\\\n',
  '{"a":',
  '{"a":"\\"',
  '[[',
  '\n{"',
  '{"password":"x"}\n',
  '["4","1"]',
  'a.',
  'a@',
  'a@b.',
  'one ',
  'x at y dot ',
  'a (at) b [dot] ',
  'a b c ',
  'a - b - ',
  '- - ',
  'aр', // the second one is Cyrillic
  'аbс ', // the first and the last
  '🏴\u{e0067}\u{e007f}',
  'a\u200e',
  'a\u200b',
  ' \u200b',
  'a\u061c\n',
  'e\u0301\u0316',
  '1\ufe0f',
  '\x1b[31m',
  '\x1b[3',
  '\x1b]0;',
  '\x1bP',
  '\x9b0;1m',
  '\\u0041',
  '\\u{41}',
  '\\x41',
  '\\101',
  '\\60\\61',
  '\\\\',
  '\\"',
  '\\n',
  '%41',
  '%25',
  '%2541',
  '%C3%A9',
  '&#65;',
  '&#x41',
  '&amp;',
  '&amp;amp;#65;',
  '&commat;',
  '&#',
  '=41',
  '=41=42',
  '=3D',
  'a=\n',
  'a=\r\nb',
  'QUFB',
  'QUFBQUFBQUFB\n',
  'QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\n',
  'QUFBQUFBQUFBQUE= ',
  '////////////////\n',
  'QUFBQUFBQUFBQUF/\n',
  'eJwzNAQCAA ',
  'H4sIAAAAAAAAA',
  'eNpjYAAC',
  'S0xMTEwC ',
  'AEEAQgBD',
  'MFRGGZDF',
  'MFRGGZDFMFRGGZDF ',
  '41',
  '4142434445464748 ',
  '0x41,',
  '0x41, ',
  '41:',
  '41 ',
  '65,',
  '65, ',
  '104,117,110,',
  '101 ',
  '65;065-',
  '01000001 ',
  '" + "',
  '"a" + "b" + ',
  '"+\n"',
  "'.'",
  '"a", "b", ',
  'concat("a", "b")',
  '{"a":1},',
  '[[',
  '\\"a\\" + \\"b\\"',
];

/** For every rule a word, shape or key that it looks at, and one that it goes on with. */
export function piecesOfRules(): readonly (readonly [name: string, piece: string])[] {
  const behind = ['', ' ', '=', ': ', '="', "('", '://a:', '\n', '-', '1', 'a', '/', '_a', ' is ', '>', '@'];
  let turn = 0;
  return FAMILIES.flatMap(({ name: family, detectors }) =>
    detectors.flatMap(({ id, rules }) =>
      rules.flatMap((rule, number) => {
        const { anchors = [], shapes = [], keyWords = [] } = rule;
        const needs = needsOf(rule) ?? [];
        const label = needs[turn % Math.max(1, needs.length)] ?? '';
        const shape = shapes[turn % Math.max(1, shapes.length)];
        const word = anchors[turn % Math.max(1, anchors.length)] ?? keyWords[0];
        turn++;
        const found = [
          ...(word === undefined ? [] : [word + (behind[turn % behind.length] ?? '')]),
          ...(shape === undefined ? [] : [`${turn % 2 === 0 ? label : ''} ${toDigits(shape)},`]),
        ];
        return found.map((piece) => [`${family} ${id} ${number}`, piece] as const);
      }),
    ),
  );
}

const toDigits = (shape: string): string => shape.replaceAll('#', '4').replaceAll('A', 'X');

/** About so many characters, and exactly twice as many for twice the length. */
export const repeat = (piece: string, length: number): string =>
  piece.repeat(Math.max(1, Math.round(length / piece.length)));

/** Ways in which two pieces make a text: what one begins, the other may never end. */
export const PATTERNS: Readonly<Record<string, (one: string, other: string, length: number) => string>> = {
  'in turns': (one, other, length) => repeat(one + other, length),
  'one, and others without end': (one, other, length) => one + repeat(other, length),
  'many, and others without end': (one, other, length) => repeat(one, length / 2) + repeat(other, length / 2),
  'many, and an end': (one, other, length) => repeat(one, length) + other,
  'in longer turns': (one, other, length) => repeat(one.repeat(8) + other, length),
};

/** Pairs of pieces, each piece equally often on both sides; the same in every run. */
export function pairsOf(pieces: readonly string[], count: number): readonly (readonly [string, string])[] {
  let state = 1;
  const pick = (): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes, ch. 7.1
    return pieces[Math.floor((state / 2 ** 32) * pieces.length)] ?? '';
  };
  return Array.from({ length: count }, () => [pick(), pick()]);
}
