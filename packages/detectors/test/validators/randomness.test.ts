import { describe, expect, it } from 'vitest';
import { entropyOf, isMixed, isVaried, isWritten, looksRandom, randomnessOf } from '../../src/validators/randomness.js';

describe('entropyOf', () => {
  it.each([
    ['', 0],
    ['aaaa', 0],
    ['abab', 1],
    ['0123456789abcdef', 4],
  ])('%j has %d bits per character', (text, bits) => {
    expect(entropyOf(text)).toBeCloseTo(bits);
  });
});

describe('looksRandom', () => {
  it.each([
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
    '2YotnFZFEjr1zCsicMWpAA', // RFC 6749 section 5.1
    'tGzv3JOkF0XG5Qx2TlKWIA',
    'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', // RFC 7515 appendix A.1
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'qzxwvkjhpgtrbnmdfqkz',
  ])('says yes to %j', (text) => {
    expect(looksRandom(text)).toBe(true);
  });

  it.each([
    'getAuthenticationToken',
    'process.env.GITHUB_TOKEN',
    'my-secret-access-key',
    'internationalization',
    'SharedIniFileCredentials',
    'max_tokens_per_minute',
    'application/x-www-form-urlencoded',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    '00000000000000000000000000000001',
    '1234567890123456',
    'short1',
  ])('says no to %j', (text) => {
    expect(looksRandom(text)).toBe(false);
  });

  it('requires more if more certainty is required', () => {
    const text = 'k3y-v4lue';
    expect(looksRandom(text, randomnessOf(text))).toBe(true);
    expect(looksRandom(text, randomnessOf(text) + 1)).toBe(false);
  });
});

describe('a text that is varied enough', () => {
  it.each(['7q0zk2v94mdx8w1trc5b6ehj3ngpfy0a', 'AKIAIOSFODNN7EXAMPLE', 'AAAAAbbbbbCCCCC12345'])('takes %j', (text) => {
    expect(isVaried(text)).toBe(true);
  });

  it.each(['x'.repeat(20), '********', 'token-xxxxxxxxxx', 'abababababababab', '00000000-0000-0000-0000-000000000000'])(
    'does not take %j',
    (text) => {
      expect(isVaried(text)).toBe(false);
    },
  );

  it('distinguishes letters drawn at random from words', () => {
    expect(isMixed('kZpQwRtBnLsDfGhJxVcYmUeAoIrTqWsNbM')).toBe(true);
    expect(isMixed('requiredTypesForDisplayMetadata')).toBe(false);
    expect(isMixed('0f1e2d3c4b5a69788796a5b4c3d2e1f0')).toBe(false);
  });

  it.each(['YSUOEOQBRESWGVGP', 'sLZOYiJIOKOQGjOyeife', 'eblHKQCBAQTdPTXylszqegsdKRiVORxdrt'])('takes %j', (text) => {
    expect(isWritten(text)).toBe(false);
  });

  it.each([
    'your-personal-access-token',
    'requiredTypesForDisplay',
    'PACIFICHEADQUARTERS',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ])('does not take %j for a value', (text) => {
    expect(isWritten(text)).toBe(true);
  });
});
