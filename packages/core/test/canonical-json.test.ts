import { array, assert, constant, dictionary, jsonValue, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalMembers, joinMembers } from '../src/wire/json-cursor.js';

describe('one spelling', () => {
  it.each([
    ['{"b":1,"a":2}', '{"a":2,"b":1}'],
    [' { "a" : [ 1 , { } ] } ', '{"a":[1,{}]}'],
    ['{"\\u0061":"\\u0062\\/"}', '{"a":"b/"}'],
    ['{"__proto__":1}', '{"__proto__":1}'],
    ['"\\ud800"', '"\\ud800"'],
  ])('is shared by all texts of a value: %s', (text, canonical) => {
    expect(canonicalJson(text).text).toBe(canonical);
  });

  // Threat 19
  it.each([
    ['1', '1.0'],
    ['1', '1e0'],
    ['0', '-0'],
    ['9007199254740993', '9007199254740992'],
    ['1', '"1"'],
    ['[]', '{}'],
    ['[1,2]', '[2,1]'],
    ['{"a":[1],"b":2}', '{"a":[1,2]}'],
  ])('tells %s from %s', (a, b) => {
    expect(canonicalJson(a).text).not.toBe(canonicalJson(b).text);
  });

  it('says what the value says', () => {
    assert(
      property(jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(canonicalJson(text).text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is the same however the members stand', () => {
    const members = dictionary(string(), oneof(string(), constant(null), array(string())));
    assert(
      property(members, (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(JSON.stringify(turned)).text).toBe(canonicalJson(JSON.stringify(value)).text);
      }),
    );
  });
});

describe('leaves', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['{"a":9007199254740993,"b":1.0}', { '/a': '9007199254740993', '/b': '1.0' }],
    [' { "a" : [ true , { } , [ ] ] } ', { '/a/0': 'true', '/a/1': '{}', '/a/2': '[]' }],
    ['{"x/y":{"~":null}}', { '/x~1y/~0': 'null' }],
    ['{"a":"\\"}","":7}', { '/a': '"\\"}"', '/': '7' }],
    ['{}', { '': '{}' }],
    ['7', { '': '7' }],
  ])('of %s', (text, leaves) => {
    expect(Object.fromEntries(canonicalJson(text).leaves)).toEqual(leaves);
    expect(canonicalJson(text).leafCount).toBe(Object.keys(leaves).length);
  });

  it('stand in the order of the text', () => {
    expect([...canonicalJson('{"b":1,"a":2}').leaves.keys()]).toEqual(['/b', '/a']);
  });
});

describe('members', () => {
  const text = '{"id":1,"params":{"b":{"y":1,"x":2},"a":[]}}';
  it('are told one by one', () => {
    const members = canonicalMembers(text, ['params']);
    expect([...members].map(([key, value]) => [key, value.text])).toEqual([
      ['b', '{"x":2,"y":1}'],
      ['a', '[]'],
    ]);
    expect(joinMembers([...members].map(([key, value]) => [key, value.text]))).toBe('{"a":[],"b":{"x":2,"y":1}}');
    expect(Object.fromEntries(members.get('b')?.leaves ?? [])).toEqual({ '/y': '1', '/x': '2' });
  });

  it.each([[['id']], [['params', 'a']], [['nothing']], [['params', 'b', 'x']]])('of %j there are none', (path) => {
    expect(canonicalMembers(text, path).size).toBe(0);
  });
});
