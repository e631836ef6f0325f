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

/** MD5 and SHA-256 of nothing. */
const digests = ['d41d8cd98f00b204e9800998ecf8427e', createHash('sha256').update('').digest('hex')] as const;
const FOUND: readonly (readonly [type: string, token: string])[] = [
  ...TOKENS,
  ['huggingface_token', ['hf', 'QzKvXmLpRtWsNbYcHdJfGgTqAeUiOoZxCv'].join('_')],
];

describe.each(FOUND)('%s is found behind what says nothing', (type, token) => {
  it.each([
    ['one letter again and again', 'x'.repeat(600)],
    ['zeros', '0'.repeat(33)],
    ['two letters in turns', 'ha'.repeat(350)],
    ['eight in turns', 'abcdefgh'.repeat(90)],
    ['a digest that it is assigned to', `${digests[0]}=`],
    ['a digest and a line', `${digests[0]}_`],
    ['a longer digest and a dash', `${digests[1]}-`],
  ])('%s', (_, before) => {
    expect(typesIn(before + token)).toContain(type);
  });
});

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
