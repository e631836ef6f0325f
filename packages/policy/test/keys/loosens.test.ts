import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compareValues } from '../../src/keys/compare.js';
import { bare, keysOf, looseningOf, loosens } from '../../src/keys/loosens.js';
import { configSchema } from '../../src/schema/config.js';

/** The places of all keys that do not declare which change loosens them, and stand below none that does. */
function undeclared(schema: z.core.$ZodType, place = ''): readonly string[] {
  const declared = looseningOf(schema)?.looser;
  const inner = bare(schema);
  const at = (key: string): string => (place === '' ? key : `${place}.${key}`);
  if (inner instanceof z.ZodRecord && (declared === undefined || String(declared).endsWith('entries'))) {
    return undeclared(inner.valueType, at('*'));
  }
  if (declared !== undefined) return [];
  return keysOf(schema)?.flatMap(([key, each]) => undeclared(each, at(key))) ?? [place];
}

describe('the declarations of keys', () => {
  it('are complete: every key says which change of it allows more', () => {
    expect(undeclared(configSchema)).toEqual([]);
  });

  it('are missed where a key has none, also in a record and below defaults', () => {
    const limit = z.int().nullable().default(null);
    const schema = z.strictObject({
      a: limit.register(loosens, { looser: 'more' }),
      b: z.int().nullable().default(null),
      c: z.record(z.string(), z.strictObject({ d: z.boolean().default(true) }).prefault({})).default({}),
      e: z.record(z.string(), z.boolean()).register(loosens, { looser: 'fewer entries' }),
    });
    expect(undeclared(schema)).toEqual(['b', 'c.*.d', 'e.*']);
  });

  it('name only values that the key can have', () => {
    expect(ordersOf(configSchema).filter(({ order, options }) => !isDeepStrictEqual(order, options))).toEqual([]);
    expect(ordersOf(configSchema).map(({ place }) => place)).toContain('servers.*.policy.unknown_methods');
  });
});

/** The keys whose values are declared from the strictest to the loosest, with those values and all that they may have. */
function ordersOf(
  schema: z.core.$ZodType,
  place = '',
): readonly { place: string; order: ReadonlySet<string>; options: ReadonlySet<string> }[] {
  const looser = looseningOf(schema)?.looser;
  const inner = bare(schema);
  const at = (key: string): string => (place === '' ? key : `${place}.${key}`);
  const options = inner instanceof z.ZodEnum ? inner.options.map(String) : [];
  const isOrder = looser !== undefined && typeof looser !== 'string';
  return [
    ...(isOrder ? [{ place, order: new Set(looser), options: new Set(options) }] : []),
    ...(inner instanceof z.ZodRecord ? ordersOf(inner.valueType, at('*')) : []),
    ...(keysOf(schema) ?? []).flatMap(([key, each]) => ordersOf(each, at(key))),
  ];
}

const changes = (schema: z.core.$ZodType, before: unknown, after: unknown): readonly string[] =>
  compareValues(schema, 'key', before, after);

// Threat 5
describe('a change that loosens is reported whatever the key is called', () => {
  const hosts = z.array(z.string()).default([]).register(loosens, { looser: 'fewer entries' });

  it('where a list refuses and its name does not say so', () => {
    const policy = z.strictObject({ blocked_hosts: hosts });
    expect(changes(policy, { blocked_hosts: ['a', 'b'] }, { blocked_hosts: ['a'] })).toEqual([
      'key.blocked_hosts: "b" was removed',
    ]);
    expect(changes(policy, { blocked_hosts: ['a'] }, { blocked_hosts: ['a', 'b'] })).toEqual([]);
  });

  it('where less of a number allows more', () => {
    const delay = z.number().nullable().default(null).register(loosens, { looser: 'less' });
    expect(changes(delay, 10, 5)).toEqual(['key was lowered']);
    expect(changes(delay, 10, null)).toEqual(['key was removed']);
    expect(changes(delay, 5, 10)).toEqual([]);
    expect(changes(delay, null, 10)).toEqual([]);
  });

  it('where it declares nothing at all', () => {
    expect(changes(z.boolean(), true, false)).toEqual(['key was changed']);
    expect(changes(z.boolean(), false, true)).toEqual(['key was changed']);
    expect(changes(z.record(z.string(), z.boolean()), { a: true }, {})).toEqual(['key.a was changed']);
  });

  it('where a switch is off', () => {
    const encrypted = z.boolean().register(loosens, { looser: 'false' });
    expect(changes(encrypted, true, false)).toEqual(['key was changed']);
    expect(changes(encrypted, false, true)).toEqual([]);
  });

  it('where a default comes in the place of a value', () => {
    const action = z
      .enum(['block', 'warn'])
      .optional()
      .register(loosens, { looser: ['block', 'warn'] });
    expect(changes(action, 'warn', undefined)).toEqual(['key was changed']);
    expect(changes(action, undefined, 'warn')).toEqual(['key was changed']);
    expect(changes(action, undefined, 'block')).toEqual([]);
  });

  it('without the names of entries that are secrets', () => {
    const keys = z
      .record(z.string(), z.boolean().register(loosens, { looser: 'any change', words: ': a key was changed' }))
      .register(loosens, { looser: 'more entries', words: ': a key was added' });
    expect(changes(keys, {}, { SECRET: true, OTHER: true })).toEqual(['key: a key was added']);
    expect(changes(keys, { SECRET: true }, { SECRET: false })).toEqual(['key: a key was changed']);
    expect(changes(keys, { SECRET: true }, {})).toEqual([]);
  });
});
