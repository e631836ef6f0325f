import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asksForSecret, namesSecret } from '../../src/elicitation/secret-words.js';

const samples = (file: 'hits' | 'misses'): string[] =>
  readFileSync(new URL(`fixtures/secret-questions/${file}.txt`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

describe('a text', () => {
  it.each(samples('hits'))('asks for a secret: %j', (text) => {
    expect(asksForSecret(text)).toBe(true);
  });

  it.each(samples('misses'))('asks for no secret: %j', (text) => {
    expect(asksForSecret(text)).toBe(false);
  });

  it('asks for a secret even if it is long', () => {
    expect(asksForSecret(`${'lorem ipsum '.repeat(2000)}your\npassword`)).toBe(true);
  });
});

describe('a label', () => {
  it.each(['pin', 'PIN', 'cardPin', 'user_pin', 'token', 'botToken', 'Secret', 'pw', 'dbPass', 'Credit card', 'T0KEN'])(
    'names a secret: %j',
    (label) => expect(namesSecret(label)).toBe(true),
  );

  it.each(['pinned', 'pin colour', 'tokens', 'max_tokens', 'secretary', 'boardingPass', 'key', 'seed', 'tangent', ''])(
    'does not: %j',
    (label) => expect(namesSecret(label)).toBe(false),
  );
});

it.each([
  ['letters', 'a '],
  ['short words', 'ab c '],
  ['digits', '1'],
  ['marks', 'a\u0301'],
  ['humps', 'aB'],
  ['beginnings of words', 'pass numero de la '],
])('the longest form is read in a short time (%s)', (_, part) => {
  const before = process.cpuUsage().user;
  expect(asksForSecret(part.repeat(32_768 / part.length))).toBe(false);
  expect(process.cpuUsage(undefined).user - before).toBeLessThan(2_000_000);
});
