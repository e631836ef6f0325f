import { readdirSync, readFileSync } from 'node:fs';
import { scan, type Json } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { SeamEngine } from '../../src/engine/seam-engine.js';
import { MIN_TEXT } from '../../src/engine/seams.js';
import { DETECTORS } from '../../src/registry.js';

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

describe('a value in the middle of many strings without a space', () => {
  const IBAN = ['GB29NW', 'BK6016', '1331926819'];

  it.each<[string, string[]]>([
    ['in two', [FIRST, SECOND]],
    ['in three', ['AKIAZ7', 'QWERTYUI', 'OPAS2D']],
    ['in four', ['AKIA', 'Z7QW', 'ERTYUIO', 'PAS2D']],
  ])('is found: %s', (_, pieces) => {
    const items = ['abc', 'x1', 'q', 'Zz', ...pieces, 'def', '9', 'y', 'w', 'end'];
    expect(find(items).map(({ path }) => path)).toEqual(pieces.map((_piece, index) => String(index + 4)));
  });

  it('is found where its form depends on what stands before it', () => {
    const found = scan(['a1', 'b2', ...IBAN, 'c3', 'd4', 'e5'], { threshold: 0.8 });
    expect(found.map(({ type, path }) => [type, path[0]])).toEqual([2, 3, 4].map((index) => ['iban', index]));
  });
});

it('is no value if all strings together have fewer characters than any', () => {
  const engine = new SeamEngine(DETECTORS);
  const fixtures = new URL('../fixtures/', import.meta.url);
  const texts = readdirSync(fixtures).flatMap((family) =>
    readFileSync(new URL(`${family}/hits.txt`, fixtures), 'utf8').split('\n'),
  );
  const half = Math.floor(MIN_TEXT / 2);
  const parts = [0, half].map((at, step) => ({ base: [], step, name: undefined, offset: 0, at }));
  const windows = new Set(
    texts.flatMap((text) =>
      Array.from(text.slice(0, 600), (_, at) => text.slice(at, at + MIN_TEXT - 1)).filter(
        (window) => !/\s/.test(window),
      ),
    ),
  );
  expect(windows.size).toBeGreaterThan(10_000);
  expect([...windows].filter((window) => window.length > half && engine.look(window, parts).length > 0)).toEqual([]);
});
