import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGlob } from '../../src/patterns/glob.js';

describe('createGlob', () => {
  it.each([
    ['read_*', 'read_file', true],
    ['read_*', 'read_', true],
    ['read_*', 'unread_file', false],
    ['*_file', 'delete_file', true],
    ['*_file', 'delete_file_now', false],
    ['*', '', true],
    ['*', 'a/b\n\u2028c', true],
    ['**', 'x', true],
    ['?', '', false],
    ['?', 'x', true],
    ['?', '/', true],
    ['?', '😀', true],
    ['??', '😀', false],
    ['a?c', 'abc', true],
    ['file:///a/*', 'file:///a/b/c/d', true],
    ['file:///a/*', 'file:///ab', false],
    ['*b*b', 'abab', true],
    ['*b*b', 'aba', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    ['', '', true],
    ['', 'a', false],
    ['a', 'A', false],
  ])('%s over %j: %s', (pattern, text, matches) => {
    expect(createGlob(pattern)(text)).toBe(matches);
  });

  it('matches what the same pattern as an expression matches', () => {
    const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?', '/', 'é', '😀', '.', '$', '\\', '\n'), {
      maxLength: 8,
    });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '😀', '.', '$', '\\', '\n'), maxLength: 10 });
    fc.assert(
      fc.property(pattern, text, (parts, given) => {
        const source = parts
          .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replaceAll(/[.$\\/]/g, String.raw`\$&`)))
          .join('');
        const model = new RegExp(`^${source}$`, 'su');
        expect(createGlob(parts.join(''))(given)).toBe(model.test(given));
      }),
      { numRuns: 2000 },
    );
  });

  it('matches every text that its stars were filled to', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 5 }).filter((text) => !/[*?]/.test(text));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), part, (parts, filling) => {
        expect(createGlob(parts.join('*'))(parts.join(filling))).toBe(true);
      }),
    );
  });

  // A backtracking matcher would try the stars in every combination and never end.
  it('ends where every star fits everywhere and the end does not', () => {
    const glob = createGlob(`${'a*'.repeat(100)}b`);
    expect(glob('a'.repeat(65_536))).toBe(false);
    expect(glob(`${'é'.repeat(30_000)}b`)).toBe(false);
  });
});
