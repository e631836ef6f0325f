import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { splitElements, startsBatch } from '../src/wire/batch-elements.js';

const elementsOf = (text: string): string[] => [...splitElements(Buffer.from(text))].map(String);

describe('a line is a batch', () => {
  it.each(['[', '[]', ' [1]', '\t\r\n [', `${' '.repeat(1000)}[`])('%j', (line) => {
    expect(startsBatch(Buffer.from(line))).toBe(true);
  });

  it.each(['', '   ', '{}', '"[', '\ufeff[', '\u00a0[', 'x['])('%j is none', (line) => {
    expect(startsBatch(Buffer.from(line))).toBe(false);
  });
});

describe('the elements of a batch', () => {
  it.each([
    ['[]', []],
    [' [ {"a":1} ,\n\t2\r] ', ['{"a":1}', '2']],
    ['["],[\\"",[[],{}]]x', ['"],[\\""', '[[],{}]']],
    ['[{"id":1', ['{"id":1']],
    ['["never', ['"never']],
    ['["\\', ['"\\']],
    ['[1]]]]', ['1']],
    ['}{', []],
  ])('of %j are %j', (text, elements) => {
    expect(elementsOf(text)).toEqual(elements);
  });

  it('of any bytes are found in one pass that ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ' ', '1') }), (text) => {
        const parts = elementsOf(text);
        expect(parts.join('').length).toBeLessThanOrEqual(text.length);
        for (const part of parts) expect(part).toBe(part.trim());
      }),
    );
  });
});
