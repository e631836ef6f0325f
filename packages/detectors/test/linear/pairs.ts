import type { Case } from '../support/doubling.ts';
import { CHARACTERS, pairsOf, PATTERNS, piecesOfRules, WRITINGS } from '../support/pieces.ts';
import { flood } from './floods.ts';

const patterns = Object.entries(PATTERNS);
const writings = [...CHARACTERS, ...WRITINGS, ...WRITINGS];
const words = piecesOfRules().map(([, piece]) => piece);

/** That were slow once. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['H4sIAAAAAAAAA', '\n'], // looks compressed on each line and is not
  ['QUFBQUFBQUFBQ//', '\n'], // begins as text on each line and is none
  ['AGE-SECRET-KEY-/', '\n'],
  ['א', '\u200e'],
  ['a', '\u2066'],
];

/** Two pieces in every way that they can make a text of. */
export const cases: readonly Case[] = [
  ...KNOWN.flatMap((pair) => patterns.map((pattern) => [pair, pattern] as const)),
  ...[...pairsOf(writings, 130), ...pairsOf([...writings, ...words], 70)].map(
    (pair, index) => [pair, patterns[index % patterns.length]!] as const,
  ),
].map(([[one, other], [name, write]]) =>
  flood(`${name}: ${JSON.stringify([one, other])}`, 768, (length) => write(one, other, length)),
);
