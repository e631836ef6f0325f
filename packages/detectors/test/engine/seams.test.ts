import { scan, type Json } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

const [FIRST, SECOND] = ['AKIAZ7QWER', 'TYUIOPAS2D'];

function find(value: Json) {
  return scan(value, { threshold: 0.8 })
    .filter(({ type }) => type === 'aws_key')
    .map(({ path, start, end, view }) => ({ path: path.join('.'), start, end, view }));
}

describe('a value in two strings', () => {
  it.each<[string, Json, string, string]>([
    ['items', [FIRST, SECOND], '0', '1'],
    ['items among others', ['user', FIRST, SECOND, 'us-east-1'], '1', '2'],
    ['members', { a: 'ann', b: FIRST, c: SECOND, d: 'eu' }, 'b', 'c'],
    [
      'content blocks',
      { content: [FIRST, SECOND].map((text) => ({ type: 'text', text })) },
      'content.0.text',
      'content.1.text',
    ],
  ])('is found: %s', (_, value, first, second) => {
    expect(find(value)).toEqual([
      { path: first, start: 0, end: 10, view: 'seam' },
      { path: second, start: 0, end: 10, view: 'seam' },
    ]);
  });

  it('is reported in each of its strings', () => {
    expect(find([`the key is ${FIRST}`, `${SECOND} as I said`])).toEqual([
      { path: '0', start: 11, end: 21, view: 'seam' },
      { path: '1', start: 0, end: 10, view: 'seam' },
    ]);
  });

  it('is found character by character', () => {
    expect(find(Array.from(FIRST + SECOND))).toHaveLength(20);
  });
});

it.each<[string, Json]>([
  ['strings that end in a space', [`${FIRST} `, SECOND]],
  ['strings with a number between them', [FIRST, 1, ` ${SECOND}`]],
  ['strings of different objects and keys', [{ a: FIRST }, { b: SECOND }]],
  ['numbers', [4111, 1111, 1111, 1111]],
])('does not join %s', (_, value) => {
  expect(find(value)).toEqual([]);
});

it('reports a value in one string once', () => {
  expect(find([FIRST + SECOND, 'next'])).toMatchObject([{ path: '0', view: 'text' }]);
});
