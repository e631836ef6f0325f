import { describe, expect, it } from 'vitest';
import { LABEL_DISTANCE, LabelWords, toLabelTables } from '../../src/catalogue/label-words.js';

const WORDS = ['tel', 'telefon', 'id', 'd n i'];

/** Of each place the words that are heard there. */
function hear(text: string, places: readonly (readonly [number, number])[], key = ''): readonly (readonly string[])[] {
  const labels = new LabelWords(toLabelTables(WORDS.map((word) => [word])));
  labels.enter(text, key);
  return places.map(([start, end]) => {
    labels.listen(start, end);
    return WORDS.filter((_, set) => labels.hasHeard(set));
  });
}

describe('words near a place', () => {
  it.each([
    ['before it', 'tel 123', [4, 7], ['tel']],
    ['behind it', '123 Telefon', [0, 3], ['tel', 'telefon']],
    ['in the key', '123', [0, 3], ['id'], 'the id'],
    ['but none that it covers', 'xtel', [1, 4], []],
    ['but none that reaches into it', 'te1l', [0, 3], []],
    ['but none further away', `tel${' '.repeat(LABEL_DISTANCE)}123`, [LABEL_DISTANCE + 3, LABEL_DISTANCE + 6], []],
    [
      'up to the last character',
      `tel${' '.repeat(LABEL_DISTANCE - 3)}123`,
      [LABEL_DISTANCE, LABEL_DISTANCE + 3],
      ['tel'],
    ],
    ['of any script, which may be all of them', 'м 123', [2, 5], WORDS],
    ['but none of what the place itself has of another script', '12\u00a03', [0, 4], []],
  ] as const)('are heard %s', (_, text, place, expected, key: string = '') => {
    expect(hear(text, [place], key)).toEqual([expected]);
  });

  it('are heard for all sets that they are in', () => {
    const labels = new LabelWords(toLabelTables([['tel', 'id'], ['tel'], ['id', 'no'], []]));
    labels.enter('tel 123', '');
    labels.listen(4, 7);
    expect([0, 1, 2, 3].map((set) => labels.hasHeard(set))).toEqual([true, true, false, false]);
  });

  it('are heard of each of many places, also where one is asked for again', () => {
    const text = `${'id 12 '.repeat(300)}${'.'.repeat(200)} 34 tel`;
    const [last, first] = [text.indexOf('34'), [3, 5]] as const;
    const places = [first, first, [9, 11], [last, last + 2], first, [last, last + 2]] as const;
    const each = places.map((place) => hear(text, [place])[0]);
    expect(hear(text, places)).toEqual(each);
    expect(each[3]).toEqual(['tel']);
  });
});
