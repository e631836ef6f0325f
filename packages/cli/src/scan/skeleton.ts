import { foldName } from '@mcp-guard/core';

/**
 * Letters of other scripts, and signs, by the Latin ones they look like; a small part of Unicode's list.
 * https://www.unicode.org/Public/security/latest/confusables.txt
 */
const LOOKS: Readonly<Record<string, string>> = {
  a: 'аαɑ',
  b: 'ьƅ',
  c: 'сϲᴄ',
  d: 'ԁɗ',
  e: 'еєҽ',
  f: 'ſƒ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıιɩ',
  j: 'јϳ',
  k: 'кκ',
  l: '1|ӏⅼاן',
  m: 'мⅿ',
  n: 'пոη',
  o: '0оοσօө',
  p: 'рρ',
  q: 'ԛզ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υսᴜ',
  v: 'ѵν',
  w: 'ԝѡω',
  x: 'хχ×',
  y: 'уүγ',
  z: 'ᴢ',
  '-': '_‐‑–—−',
};

const LATIN = new Map(
  Object.entries(LOOKS).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin])),
);

/** Two names with one skeleton look the same to a fast reader. */
export const skeletonOf = (name: string): string =>
  Array.from(foldName(name).normalize('NFD').replaceAll(/\p{M}/gu, ''), (char) => LATIN.get(char) ?? char)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
