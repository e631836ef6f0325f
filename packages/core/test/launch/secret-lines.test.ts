import { describe, expect, it } from 'vitest';
import { secretLines } from '../../src/launch/index.js';

describe('what a server must not be heard repeating', () => {
  it.each([
    ['a short password', { DB_PASSWORD: 'hunter2' }, ['hunter2']],
    ['a PIN', { SECRET_PIN: '1234' }, ['1234']],
    ['a long value, whatever it is called', { THING: 'eight or more' }, ['eight or more']],
    ['every line of a key', { PRIVATE_KEY: 'first\r\nsecond' }, ['second', 'first']],
  ])('holds %s', (_, env, lines) => expect(secretLines(env)).toEqual(lines));

  it.each([
    ['words', { LOG: 'debug', FLAG: 'true' }],
    ['ports', { PORT: '8080' }],
    ['settings with the name of a secret', { AUTH: 'none', USE_KEYRING: 'true' }],
    ['what is found in every text', { API_KEY: 'abc' }],
  ])('does not hold %s', (_, env) => expect(secretLines(env)).toEqual([]));

  it('holds what is known to be secret from 4 characters on, the longest first', () => {
    expect(secretLines({ LOG: 'debug' }, ['abc', 'abcd', 'abcde'])).toEqual(['abcde', 'abcd']);
  });
});
