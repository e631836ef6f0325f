import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/engine/scan.js';

const random = createHash('shake256', { outputLength: 600 }).update('x').digest('base64');
const wrapped = random.replaceAll(/.{76}/g, '$&\n');
const typesIn = (text: string): readonly string[] => scan({ text }, { threshold: 0.8 }).map(({ type }) => type);

// Of the form of each product, and drawn for this test.
const TOKENS: readonly (readonly [type: string, token: string])[] = [
  ['github_token', ['ghp', 'x8K2mQ9vLp3zWt7RcN5HsYb4JdF6gA2Zmqas'].join('_')],
  ['google_key', ['AIza', 'SyD3kQ9vLp3zWt7RcN5HsYb4JdF6gA2Zmqb'].join('')],
  ['aws_key', ['AKIA', 'Z7QX2MPL4VTW6RNB'].join('')],
];

describe.each(TOKENS)('%s is found beside unrelated lines of base64', (type, token) => {
  it.each([
    ['behind one long line', `${random}\n${token}`],
    ['before one', `${token}\n${random}`],
    ['between two', `${random}\n${token}\n${random}`],
    ['across blank lines', `${random}\n\n${token}\n`],
    ['in the middle of wrapped lines', `${wrapped}\n${token}\n${wrapped}`],
    ['indented', `${random}\r\n    ${token}\r\n`],
  ])('%s', (_, text) => {
    expect(typesIn(text)).toContain(type);
  });
});
