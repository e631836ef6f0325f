import { describe, expect, it } from 'vitest';
import { backOff } from '../src/api/back-off.js';
import { isListOf, isNullOr, isNumber, isRecord, isText } from '../src/api/check.js';
import { showLookAlikes } from '../src/parts/look-alikes.js';
import { toDuration, toLatency, toSize } from '../src/parts/words.js';
import { findFault } from '../src/views/approvals/wish.js';
import { fullest } from '../src/views/servers/usage.js';

describe('what a person decides by', () => {
  it.each([
    ['p\u0430ypal', String.raw`p\u{430}ypal`],
    ['\u0430\u0440\u0440\u04cf\u0435.com', String.raw`\u{430}\u{440}\u{440}\u{4cf}\u{435}.com`],
    ['файл.txt', 'файл.txt'],
    ['Größe café', 'Größe café'],
    ['日本語', '日本語'],
  ])('shows letters of %j that look like others', (text, shown) => {
    expect(showLookAlikes(text)).toBe(shown);
  });
});

describe('an answer of the daemon', () => {
  const check = isRecord<{ id: string; at: number | null; tags: readonly string[] }>({
    id: isText,
    at: isNullOr(isNumber),
    tags: isListOf(isText),
  });

  it.each([
    [{ id: 'a', at: null, tags: [] }, true],
    [{ id: 'a', at: 1, tags: ['b'], newer: true }, true],
    [{ id: 'a', at: 1 }, false],
    [{ id: 'a', at: '1', tags: [] }, false],
    [{ id: 'a', at: 1, tags: [1] }, false],
    [null, false],
    ['a', false],
  ])('%j has the shape that the page reads: %s', (value, isKnown) => {
    expect(check(value)).toBe(isKnown);
  });
});

it('the waits between attempts to connect grow up to a bound', () => {
  expect([1, 2, 3, 6, 1000].map((failures) => backOff(failures, 0.5))).toEqual([500, 1000, 2000, 15_000, 15_000]);
});

it.each([
  [toDuration(59_999), '59 s'],
  [toDuration(7_200_000), '2 h'],
  [toDuration(-5), '0 s'],
  [toLatency(0.314), '0.31 ms'],
  [toLatency(12.7), '13 ms'],
  [toLatency(1234), '1.2 s'],
  [toLatency(null), '–'],
  [toSize(0), '0 B'],
  [toSize(1536), '1.5 KB'],
  [toSize(10 * 2 ** 20), '10.0 MB'],
])('a measurement is written as %s', (text, expected) => {
  expect(text).toBe(expected);
});

it.each([
  [{ maxUses: 10, same: null }, true],
  [{ maxUses: 0, same: null }, false],
  [{ maxUses: Number.NaN, same: null }, false],
  [{ maxUses: 1001, same: null }, false],
  [{ maxUses: 1, same: [] }, false],
  [{ maxUses: 1, same: ['/to'] }, true],
  [{ maxUses: 1, same: Array.from({ length: 40 }, (_, at) => `/${'ü'.repeat(20)}${at}`) }, false],
])('the standing approval %j can be asked for: %s', (wish, isPossible) => {
  expect(findFault({ for: 3600, ...wish }) === null).toBe(isPossible);
});

it('the fullest of limits and caps stands for a server', () => {
  const limit = { rule: 'l', user: 'anna', used: 48, max: 60, window: 60 };
  const cap = {
    rule: 'c',
    user: 'anna',
    spent: '49.00',
    max: '50.00',
    currency: 'USD',
    window: 'day',
    resetsAt: null,
  } as const;
  const server = {
    name: 'bank',
    sessions: 0,
    transport: 'stdio',
    host: null,
    runs: 'node server.js',
    clients: [],
    refused: 0,
    leftAlone: null,
    problem: null,
  };
  const tools = { allowed: 0, denied: 0, asks: 0 };
  expect(fullest({ ...server, tools, limits: [limit], caps: [cap] })).toBe('49.00 of 50.00 USD in a day');
  expect(fullest({ ...server, tools, limits: [{ ...limit, used: 0 }], caps: [] })).toBeUndefined();
});
