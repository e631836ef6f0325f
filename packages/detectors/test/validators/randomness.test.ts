import { describe, expect, it } from 'vitest';
import { entropyOf, isMixed, isRandom } from '../../src/validators/randomness.js';

describe('randomness', () => {
  it.each([
    ['', -Infinity],
    ['aaaa', 0],
    ['abab', 1],
    ['abcd', 2],
    ['0123456789abcdef', 4],
  ])('counts the bits of %j', (text, bits) => {
    expect(entropyOf(text)).toBeCloseTo(bits);
  });

  it.each(['7q0zk2v94mdx8w1trc5b6ehj3ngpfy0a', 'AKIAIOSFODNN7EXAMPLE', 'AAAAAbbbbbCCCCC12345'])('takes %j', (text) => {
    expect(isRandom(text)).toBe(true);
  });

  it.each(['x'.repeat(20), '********', 'token-xxxxxxxxxx', 'abababababababab', '00000000-0000-0000-0000-000000000000'])(
    'does not take %j',
    (text) => {
      expect(isRandom(text)).toBe(false);
    },
  );

  it('tells letters drawn at random from words', () => {
    expect(isMixed('kZpQwRtBnLsDfGhJxVcYmUeAoIrTqWsNbM')).toBe(true);
    expect(isMixed('requiredTypesForDisplayMetadata')).toBe(false);
    expect(isMixed('0f1e2d3c4b5a69788796a5b4c3d2e1f0')).toBe(false);
  });
});
