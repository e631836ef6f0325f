import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKey, hashKey, keyName, readKeys } from '../../src/identity/api-key.js';

const entry = (...roles: string[]) => ({ roles });
const hashed = (key: string): string => `sha256:${hashKey(key).toString('hex')}`;
const keys = readKeys({
  plain: entry('a'),
  [hashed('secret')]: entry('b', 'a', 'b'),
  last: entry(),
  [hashed('loud').toUpperCase()]: entry('c'),
});
const rolesOf = (key: string) => findKey(keys, hashKey(key))?.roles;

describe('an API key', () => {
  it.each([
    ['plain', ['a']],
    ['secret', ['a', 'b']],
    ['last', ['default']],
    ['loud', ['c']],
  ])('%s has the roles %j', (key, roles) => expect(rolesOf(key)).toEqual(roles));

  it.each([
    ['another', 'other'],
    ['the beginning of one', 'plai'],
    ['one with a space', 'plain '],
    ['one in capitals', 'PLAIN'],
    ['none', ''],
    ['the hash of one', hashed('secret')],
    ['the hash of one without its mark', hashKey('secret').toString('hex')],
    ['what every object has', 'constructor'],
    ['what every object has', '__proto__'],
    ['what every object has', 'toString'],
  ])('is not %s', (_, key) => expect(rolesOf(key)).toBeUndefined());

  it('may be named like a member of every object', () => {
    const odd = readKeys(Object.fromEntries([['constructor', entry('a')]]));
    expect(findKey(odd, hashKey('constructor'))?.roles).toEqual(['a']);
    expect(findKey(odd, hashKey('toString'))).toBeUndefined();
  });

  it('is found among any others, and no other is', () => {
    assert(
      property(string(), string(), (one, two) => {
        const found = findKey(readKeys({ [hashed(one)]: entry('one') }), hashKey(two));
        expect(found?.roles).toEqual(one === two ? ['one'] : undefined);
      }),
    );
  });

  it('does not stand in the name of its owner', () => {
    expect(keyName(hashKey('secret'))).toBe('key:2bb80d537b1d');
  });
});
