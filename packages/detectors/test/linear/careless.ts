import { Paragraphs } from '../../src/paragraphs.js';
import type { Case } from '../support/doubling.ts';

/** What must be noticed: each looks at all of the text for each of its characters. */
export const cases: readonly Case[] = [
  {
    name: 'an expression',
    size: 512,
    largest: 1024,
    prepare: (length) => () => {
      const text = 'a '.repeat(length / 2);
      for (let at = 0; at < length; at += 2) /[^ab ]/.exec(text.slice(at));
    },
  },
  {
    name: 'a built-in function',
    size: 512,
    largest: 1024,
    prepare: (length) => () => {
      const text = 'a '.repeat(length / 2);
      for (let at = 0; at < length; at += 2) text.includes('b');
    },
  },
  {
    name: 'a loop of ours',
    size: 512,
    largest: 1024,
    prepare: (length) => () => {
      // Paragraphs are visited in order, or each is searched again.
      const text = '\n'.repeat(length);
      for (let at = 0; at < length; at++) new Paragraphs(text).hasRightToLeft(at);
    },
  },
];
