import { describe, expect, it } from 'vitest';
import { toWords } from '../../src/rules/words.js';

/** By expressions alone. */
const toWordsSlowly = (text: string): string =>
  text
    .slice(0, 256)
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])/g, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();

/** All texts of so many of these characters. */
const textsOf = (characters: readonly string[], length: number): readonly string[] =>
  length === 0 ? [''] : textsOf(characters, length - 1).flatMap((text) => characters.map((char) => text + char));

describe('the words of a label', () => {
  it.each([
    ['phoneNumber', 'phone number'],
    ['PHONE_NUMBER: ', 'phone number'],
    ['HTTPServer', 'http server'],
    ['SSNs', 'ssns'],
    ['SSNsOf', 'ssns of'],
    ['SSNse', 'ss nse'],
    ['sha256Hash', 'sha256 hash'],
    ['IČO', 'ičo'],
    ['größeInMeter', 'größe in meter'],
    [' -_.', ''],
    ['', ''],
  ])('of %j are %j', (text, words) => {
    expect(toWords(text)).toBe(words);
  });

  it('are the same by a look at each character and by expressions', () => {
    const all = [
      ['a', 's', 'B', '7', ' '],
      ['a', 's', 'S', '\u00e9', '-'],
    ].flatMap((characters) => textsOf(characters, 6));
    expect(all.filter((text) => toWords(text) !== toWordsSlowly(text))).toEqual([]);
  });

  it('are those of its first 256 characters, also where each is a word', () => {
    for (const text of [
      'aB'.repeat(200),
      'a '.repeat(200),
      'A'.repeat(255) + 'Bc',
      'A'.repeat(254) + 'Bs',
      'é'.repeat(300),
    ])
      expect(toWords(text)).toBe(toWordsSlowly(text));
  });
});
