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
    expect(createGlob(pattern, 'crosses')(text)).toBe(matches);
  });

  it.each([
    ['*', '', true],
    ['*', 'a', true],
    ['*', 'a/b', false],
    ['?', '/', false],
    ['**', 'a/b', true],
    ['***', 'a/b', true],
    ['file:///a/*', 'file:///a/b', true],
    ['file:///a/*', 'file:///a/b/c', false],
    ['file:///a/**', 'file:///a/b/c', true],
    ['**/*.md', 'a/b/c.md', true],
    ['**/*.md', 'a/b.md/c', false],
    ['a/*/**/z', 'a/b/c/d/z', true],
    ['a/*/**/z', 'a/b/z', false],
    ['x*y*/z', 'xyy/z', true],
    ['x*y*/z', 'xy/y/z', false],
  ])('where it stops at /, %s over %j: %s', (pattern, text, matches) => {
    expect(createGlob(pattern, 'stops')(text)).toBe(matches);
  });

  const pieces = fc.array(fc.constantFrom('a', 'b', '*', '**', '?', '/', 'é', '😀', '.', '$', '\\', '\n'), {
    maxLength: 8,
  });
  const names = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '😀', '.', '$', '\\', '\n'), maxLength: 10 });

  it.each([
    ['crosses', '.', '.*'],
    ['stops', '[^/]', '[^/]*'],
  ] as const)('matches what the same pattern as an expression matches, and %s', (reach, one, star) => {
    fc.assert(
      fc.property(pieces, names, (given, name) => {
        const pattern = given.join('');
        const source = pattern.replaceAll(/\*+|[?.$\\/]/g, (part) =>
          part === '?' ? one : part === '*' ? star : part.startsWith('*') ? '.*' : `\\${part}`,
        );
        expect(createGlob(pattern, reach)(name)).toBe(new RegExp(`^${source}$`, 'su').test(name));
      }),
      { numRuns: 2000 },
    );
  });

  it('matches every text that its stars were filled to', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 5 }).filter((text) => !/[*?]/.test(text));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), part, (parts, filling) => {
        expect(createGlob(parts.join('*'), 'crosses')(parts.join(filling))).toBe(true);
      }),
    );
  });

  // A backtracking matcher would try the stars in every combination and never end.
  it('ends where every star fits everywhere and the end does not', () => {
    const glob = createGlob(`${'a*'.repeat(100)}b`, 'crosses');
    expect(glob('a'.repeat(65_536))).toBe(false);
    expect(glob(`${'é'.repeat(30_000)}b`)).toBe(false);
    expect(createGlob(`**${'a*'.repeat(20)}/`, 'stops')(`${'a'.repeat(8192)}b/`)).toBe(true);
  });
});
