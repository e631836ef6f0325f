import { array, assert, constantFrom, property } from 'fast-check';
import { expect, it } from 'vitest';
import { filled } from '../../src/decoders/filled.js';
import { grouped } from '../../src/decoders/grouped.js';
import { nearestOthers } from '../../src/decoders/others.js';
import { rounds } from '../../../core/test/support/rounds.js';

const NOTHING = { hasOther: true, spaced: [], listed: [], runs: [] };
const pieces = constantFrom('A', 'bc', '1234', ' ', '😀', '🏳️', '©', 'é', '§', '\u200b', '-', '.', 'lorem ipsum ');

it('counts the characters between runs of others', () => {
  expect(nearestOthers('a😀b😀c😀d😀e')).toEqual({ four: 9, six: Infinity });
  expect(nearestOthers('é1é2é3é4é5é')).toEqual({ four: 6, six: 10 });
  expect(nearestOthers('ééééééé')).toEqual({ four: Infinity, six: Infinity });
});

it('is near wherever something is read between pictographs and other characters', () => {
  assert(
    property(array(pieces, { minLength: 4, maxLength: 40 }), (parts) => {
      const text = parts.join('');
      const { four, six } = nearestOthers(text);
      // Many of them further on let the decoders look at the whole text.
      const dense = `${text}${' '.repeat(200)}${'é1'.repeat(8)}${' '.repeat(200)}`;
      const read = ({ read: readIn }: typeof grouped): number =>
        readIn(dense, NOTHING, [], 0).filter(({ start }) => start < text.length).length;
      return (read(grouped) === 0 || four <= 21) && (read(filled) === 0 || six <= 54);
    }),
    { numRuns: rounds(20_000) },
  );
});
