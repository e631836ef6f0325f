import { readdirSync, readFileSync } from 'node:fs';
import { readTableSamples, scan, type Json } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { SeamEngine } from '../../src/engine/seam-engine.js';
import { MIN_TEXT } from '../../src/engine/seams.js';
import { openCatalogue } from '../../src/built-in.js';

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

describe('a value that a check sum or a sign makes sure', () => {
  const of = (value: Json): readonly string[] => [
    ...new Set(scan(value, { threshold: 0.8 }).map(({ type, view }) => `${type} ${view}`)),
  ];

  it.each<[string, Json, string]>([
    ['a card in two items', ['x', '45391488', '03436467', 'eu-west-1'], 'credit_card'],
    ['a card in four members', { a: '4539', b: '1488', c: '0343', d: '6467' }, 'credit_card'],
    [
      'a card with its blanks',
      { content: ['card 4539 14', '88 0343 6467 exp.'].map((text) => ({ text })) },
      'credit_card',
    ],
    ['a card in characters', Array.from('4539148803436467'), 'credit_card'],
    ['an IBAN with its blanks', ['GB29 NWBK 6016 13', '31 9268 19'], 'iban'],
    ['a mail address', ['to', 'ada@love', 'lace.name'], 'email'],
    ['a mail address in characters', Array.from('ada@lovelace.name'), 'email'],
    ['a mail address behind a colon', { a: 'mailto:ada', b: '@lovelace.name' }, 'email'],
    ['a telephone number', { a: '+4930', b: '2345678' }, 'phone'],
    ['a social security number under its key', { ssn: ['856-45', '-6789'] }, 'ssn'],
    ['in JSON as a text', JSON.stringify(['45391488', '03436467']), 'credit_card'],
  ])('is found: %s', (_, value, type) => {
    expect(of(value).map((each) => each.replace(' json', ''))).toContain(`${type} seam`);
  });

  it.each<[string, Json]>([
    ['numbers', [4539, 1488, 343, 6467]],
    ['ports in order', ['3000', '4000', '8080', '8444']],
    ['ids that begin alike', ['45391488', '45391493']],
    ['ids by their keys', { orderId: '45391488', customerId: '03436467' }],
    ['a list of ids', { ids: ['45391488', '03436467'] }],
    ['years', ['1998', '2004', '2011', '2024']],
    ['more numbers than a card has', ['4539', '1488', '0343', '6467', '1234']],
    ['names and handles', { name: 'left-pad', by: '@ada', at: '1.2.3' }],
    ['scopes and versions', ['@types/node', '24.1.0', 'react@19', '.2.0']],
  ])('is not found in %s', (_, value) => {
    expect(of(value)).toEqual([]);
  });

  it('is not reported again where one of the strings has it', () => {
    expect(of(['ada@lovelace.name', 'bob@lovelace.name'])).toEqual(['email text']);
    expect(of({ mail: 'ada@lovelace.name', tail: 'x' })).toEqual(['email text']);
  });
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

it('is none of the names and the digest of a file, but what was cut at the same places is one', () => {
  const digest = '5e44f9ecbe09cf864c3d107d24eed7e34baa78b45a9edda1b35c28d232434ae9';
  const file = (name: string) => ({ name, type: 'file', checksum: 'sha256', sum: digest });
  const typesIn = (value: Json): readonly string[] => scan(value, { threshold: 0.8 }).map(({ type }) => type);
  expect(typesIn(file('src/asa_facts_dir'))).toEqual([]);
  expect(typesIn(file('cts_'))).toContain('chieftools_token');
  expect(typesIn(file('lib/sshkeys.yml'))).toEqual([]);
});

it('is no value if all strings together have fewer characters than any', () => {
  const engine = new SeamEngine(openCatalogue());
  const fixtures = new URL('../fixtures/', import.meta.url);
  const hits = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((file) => /\bhits\.txt$/.test(file));
  const texts = hits
    .flatMap((file) => readFileSync(new URL(file, fixtures), 'utf8').split('\n'))
    .concat([...readTableSamples().values()].flat());
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
