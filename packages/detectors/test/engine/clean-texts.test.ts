import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CustomTypes, scan, type Json, type ScanOptions } from '../../src/index.js';

const find = (value: Json, options: Partial<ScanOptions> = {}): readonly string[] =>
  scan(value, { threshold: 0.8, ...options }).map(({ type, where }) => `${where} ${type}`);

describe('a key or a name that was read before', () => {
  it.each([
    ['is read again where something was found', 'ada@example-mail.org', {}, {}, ['key email']],
    ['is read again where it is less sure', 'x4Vn1ZUSyOpP0', { threshold: 0.99 }, { threshold: 0.1 }, undefined],
    ['is read for addresses of machines', '83.12.44.9', { skipNetwork: true }, {}, ['key ipv4']],
    ['is read for hidden text', 'a\u{e0041}\u{e0042}b', {}, { hidden: true }, ['key hidden_tags']],
  ])('%s', (_, key, first, second, expected) => {
    const fresh = find({ [key]: 1 }, second);
    find({ [key]: 1 }, first);
    find({ [key]: 1 }, first);
    expect(find({ [key]: 1 }, second)).toEqual(expected ?? fresh);
  });

  it('is read again where it was left out among the bytes of another message', () => {
    const value = { 'Vg1+RWvyZpP/EI5DH/NL045435455B63/EeExnVDOgfP83VuYrKUw3pOhY9F/': 1 };
    const bytes = Array.from({ length: 20_000 }, (_, at) => hash('sha512', String(at), 'base64').slice(0, 84)).join('');
    expect(find({ bytes, ...value })).not.toContain('key eu_vat');
    expect(find(value)).toEqual(['key eu_vat']);
  });

  it('is read for types of a configuration', () => {
    const custom = new CustomTypes([{ id: 'staff_number', patterns: ['S-[0-9]{6}'] }]);
    const value = { 'S-123456': 1 };
    expect(find(value)).toEqual([]);
    expect(find(value, { custom })).toEqual(['key staff_number']);
  });
});
