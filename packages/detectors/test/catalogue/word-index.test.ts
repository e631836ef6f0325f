import { describe, expect, it } from 'vitest';
import { toWordTables, WordIndex } from '../../src/catalogue/word-index.js';

const WORDS = [':', '::', ':a', 'abc', 'abcd', 'abce', 'abcdefg', 'abcdefh'];
const index = new WordIndex(toWordTables(WORDS));

function wordsAt(text: string, at = 0): readonly string[] {
  const found: string[] = [];
  const note = (word: number, start: number, end: number): void => void found.push(`${WORDS[word]} ${start}-${end}`);
  index.at(text, at, note);
  return found.toSorted();
}

describe('the words that stand at a place', () => {
  it.each([
    ['::', 0, [': 0-1', ':: 0-2']],
    [':A', 0, [': 0-1', ':a 0-2']],
    ['x ABCD', 2, ['abc 2-5', 'abcd 2-6']],
    ['abcdefH!', 0, ['abc 0-3', 'abcd 0-4', 'abcdefh 0-7']],
    ['abc', 0, ['abc 0-3']],
    ['abc\u00e9', 0, ['abc 0-3']],
    ['abc\u0164', 0, ['abc 0-3']],
    ['ab\u0163d', 0, []],
    ['ab', 0, []],
    ['', 0, []],
    ['abcdef', 0, ['abc 0-3', 'abcd 0-4']],
  ])('%j at %i: %j', (text, at, expected) => {
    expect(wordsAt(text, at)).toEqual(expected);
  });
});
