import { describe, expect, it } from 'vitest';
import { isModern, isObject, member, parseJson } from '../src/wire/jsonrpc.js';

describe('member', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no member of {}', (key) => {
    expect(member({}, key)).toBeUndefined();
    expect(member(parseJson(`{"${key}":1}`), key)).toBe(1);
  });

  it.each([null, 1, 'name', true, ['name'], undefined])('%j has none', (value) => {
    expect(member(value, 'length')).toBeUndefined();
    expect(member(value, '0')).toBeUndefined();
  });
});

describe('isObject', () => {
  it.each([
    [{}, true],
    [[], false],
    [null, false],
    ['x', false],
    [1, false],
    [undefined, false],
  ])('%j: %s', (value, is) => {
    expect(isObject(value)).toBe(is);
  });
});

describe('isModern', () => {
  it.each([
    ['{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}', true],
    ['{"_meta":{"io.modelcontextprotocol/protocolVersion":null}}', true],
    ['{"_meta":{"progressToken":1}}', false],
    ['{"_meta":["io.modelcontextprotocol/protocolVersion"]}', false],
    ['{"_meta":{"__proto__":{"io.modelcontextprotocol/protocolVersion":"x"}}}', false],
    ['{"protocolVersion":"2026-07-28"}', false],
    ['{}', false],
  ])('%s: %s', (text, modern) => {
    const params = parseJson(text);
    expect(isModern(isObject(params) ? params : undefined)).toBe(modern);
  });

  it('nothing says nothing', () => {
    expect(isModern(undefined)).toBe(false);
  });
});
