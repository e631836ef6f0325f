import { scan, type Json } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

const [FIRST, SECOND] = ['AKIAZ7QWER', 'TYUIOPAS2D'];
const KEY = FIRST + SECOND;
/** As a member of a key of 256 bits has it. */
const SCALAR = 'q7Lz0pWvX2nRk4TbYc8MhGf1sJd6UeAo3iVxN5tZwB9';

/** What is found in a text, as it stands there. */
const findIn = (text: string) =>
  scan({ content: [{ type: 'text', text }] }, { threshold: 0.8 }).map(({ type, start, end, view, where }) => ({
    type,
    value: text.slice(start, end),
    view,
    where,
  }));

describe('JSON that is a text', () => {
  it.each<[string, string]>([
    ['an object', JSON.stringify({ password: 'hunter22x' })],
    ['an indented object', JSON.stringify({ user: { password: 'hunter22x' } }, null, 2)],
    ['a list of names and values', JSON.stringify([{ name: 'DB_PASSWORD', value: 'hunter22x' }])],
    ['options', JSON.stringify({ args: ['--password', 'hunter22x'] })],
    ['JSON lines', `{"id":1}\n{"password":"hunter22x"}\n{"id":3}\n`],
    ['behind a line of prose', `Here it is:\n${JSON.stringify({ password: 'hunter22x' }, null, 2)}\nDone.`],
  ])('is read by its keys: %s', (_, text) => {
    expect(findIn(text)).toContainEqual(expect.objectContaining({ type: 'password', value: 'hunter22x' }));
  });

  it('is read by keys that only count for a whole value', () => {
    expect(findIn(JSON.stringify({ id: 1, d: SCALAR }))).toEqual([
      { type: 'private_key', value: SCALAR, view: 'json text', where: 'string' },
    ]);
    const pair = [{ name: 'account_number', value: 483_920 }];
    expect(findIn(JSON.stringify(pair, null, 1))).toMatchObject([{ type: 'bank_account', value: '483920' }]);
  });

  it('is read at the seams between its strings', () => {
    expect(findIn(JSON.stringify({ note: 'a "quoted" \u00e9 \n', parts: ['x', FIRST, SECOND, ' '] }))).toEqual([
      { type: 'aws_key', value: FIRST, view: 'json seam', where: 'string' },
      { type: 'aws_key', value: SECOND, view: 'json seam', where: 'string' },
    ]);
  });

  it('places what is written in escapes', () => {
    const value = SCALAR.replace('p', String.raw`\u0070`);
    const text = String.raw`{"a":"\"\u0041","b":["é",{}],"d":"${value}","a":"\\"}`;
    expect(findIn(text)).toMatchObject([{ type: 'private_key', value, view: 'json text' }]);
  });

  it('is read within JSON within JSON', () => {
    const text = JSON.stringify(JSON.stringify({ text: JSON.stringify({ parts: [FIRST, SECOND] }) }));
    expect(findIn(text).map(({ value, view }) => [value, view])).toEqual([
      [FIRST, 'json json json seam'],
      [SECOND, 'json json json seam'],
    ]);
  });

  it('reports a value that its text shows once', () => {
    expect(findIn(JSON.stringify({ key: KEY, note: `x ${KEY}` })).map(({ view }) => view)).toEqual(['text', 'text']);
  });

  it('teaches nothing about texts of the same name', () => {
    expect(findIn(JSON.stringify({ name: KEY }))).toHaveLength(1);
    expect(scan({ name: KEY }, { threshold: 0.8 })).toHaveLength(1);
  });

  it('takes the last of members with the same key', () => {
    expect(findIn('{"account_number":"12","account_number":"483920"}')).toMatchObject([{ value: '483920' }]);
  });
});

it.each<[string, Json]>([
  ['a log with times in brackets', '[2026-03-01 10:00:00] started\n[2026-03-01 10:00:01] done]'],
  ['a block of code', 'if (a) {\n  b();\n}\n{ c(); }'],
  ['numbers', JSON.stringify({ rows: [4111, 1111, 1111, 1111], ids: ['4111', '1111', '1111', '1112'] })],
  ['a list of keys that only look alike', JSON.stringify(['akia', 'Z7QW', 'END'])],
])('finds nothing in %s', (_, value) => {
  expect(scan(value, { threshold: 0.8 })).toEqual([]);
});

it('ends with what opens often and never closes', () => {
  expect(scan('{"a":\n'.repeat(20_000), { threshold: 0.8 })).toEqual([]);
  expect(scan('['.repeat(20_000) + ']'.repeat(20_000), { threshold: 0.8 })).toEqual([]);
});
