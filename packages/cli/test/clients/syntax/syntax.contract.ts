import type { JsonValue } from '@mcp-guard/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rounds } from '../../../../core/test/support/rounds.js';
import type { KeyPath, ParseText } from '../../../src/clients/syntax/syntax.js';

/** A generated configuration. Its remarks are numbered: `remark 1`, `remark 2`. */
export interface Sample {
  readonly before: string;
  /** What is between: the value at `path`. */
  readonly entry: string;
  readonly after: string;
  readonly path: KeyPath;
}

const NAMES = [
  'command',
  'args',
  'naïve',
  '日本',
  'a b',
  'a.b',
  '"',
  "it's",
  '#',
  'x:y',
  '__proto__',
  '',
  '1',
  'true',
  '\u{1F600}',
];

export const names: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ minLength: 1, maxLength: 8 }),
);

const texts = fc.oneof(
  fc.constantFrom(
    '',
    'npx',
    '${HOME}',
    '- a',
    'a: b',
    '# no',
    ' x ',
    '~',
    'null',
    '0x1',
    '1e3',
    'two\nlines',
    'C:\\x',
    "'",
    '\t',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

const scalars: fc.Arbitrary<JsonValue> = fc.oneof(
  texts,
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(0.5, 1e21, -3.25e-7),
);

export const entries: fc.Arbitrary<JsonValue> = fc.letrec<{ entry: JsonValue; value: JsonValue }>((tie) => ({
  entry: fc
    .uniqueArray(fc.tuple(names, tie('value')), { maxLength: 4, selector: ([name]) => name })
    .map((members) => Object.fromEntries(members)),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('entry'),
  ),
})).entry;

export function valueAt(value: JsonValue | undefined, path: KeyPath): JsonValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return step === undefined ? value : undefined;
  return valueAt(Object.getOwnPropertyDescriptor(value, step)?.value, rest);
}

/** The data with another value there, or without it. */
export function withValue(data: JsonValue | undefined, path: KeyPath, value: JsonValue | undefined): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined || typeof data !== 'object' || data === null) return value ?? null;
  const inner = rest.length === 0 ? value : withValue(valueAt(data, [step]), rest, value);
  if (Array.isArray(data))
    return inner === undefined ? data.toSpliced(Number(step), 1) : data.toSpliced(Number(step), 1, inner);
  const members = new Map(Object.entries(data));
  if (inner === undefined) members.delete(String(step));
  else members.set(String(step), inner);
  return Object.fromEntries(members);
}

export const remarksOf = (text: string): readonly string[] => text.match(/remark \d+;/g) ?? [];

/** What every syntax guarantees for any file. */
export function describeSyntax(parse: ParseText, samples: fc.Arbitrary<Sample>): void {
  const check = (predicate: (sample: Sample, value: JsonValue) => void): void =>
    fc.assert(fc.property(samples, entries, predicate), { numRuns: rounds(150) });
  const textOf = ({ before, entry, after }: Sample): string => before + entry + after;

  describe('a file of any form', () => {
    it('has the same values after a value was replaced by itself', () => {
      check((sample) => {
        const file = parse(textOf(sample));
        const again = file.replace(sample.path, valueAt(file.value, sample.path));
        expect(parse(again).value).toEqual(file.value);
      });
    });

    it('keeps every byte around a replacement, there and back', () => {
      check((sample, value) => {
        const file = parse(textOf(sample));
        for (const written of [value, valueAt(file.value, sample.path)]) {
          const edited = parse(textOf(sample)).replace(sample.path, written);
          expect(edited.startsWith(sample.before)).toBe(true);
          expect(edited.endsWith(sample.after)).toBe(true);
        }
        const there = file.replace(sample.path, value);
        const back = parse(there).replace(sample.path, valueAt(file.value, sample.path));
        expect(back.startsWith(sample.before)).toBe(true);
        expect(back.endsWith(sample.after)).toBe(true);
        expect(parse(back).value).toEqual(file.value);
      });
    });

    it('reads back what was written, and everything else as before', () => {
      check((sample, value) => {
        const file = parse(textOf(sample));
        expect(parse(file.replace(sample.path, value)).value).toEqual(withValue(file.value, sample.path, value));
      });
    });

    it('loses a removed value, and reads everything else as before', () => {
      check((sample) => {
        const file = parse(textOf(sample));
        const without = file.replace(sample.path, undefined);
        expect(parse(without).value).toEqual(withValue(file.value, sample.path, undefined));
        expect(remarksOf(without)).toEqual(expect.arrayContaining([...remarksOf(sample.before)]));
      });
    });

    it('changes several places at once as it does one by one', () => {
      check((sample, value) => {
        const file = parse(textOf(sample));
        const parent = sample.path.slice(0, -1);
        const siblings = valueAt(file.value, parent);
        const added = [...parent, Array.isArray(siblings) ? siblings.length : 'brand new'];
        const edited = file.replaceAll([
          [sample.path, value],
          [added, value],
        ]);
        expect(parse(edited).value).toEqual(withValue(withValue(file.value, sample.path, value), added, value));
        expect(edited.startsWith(sample.before)).toBe(true);
      });
    });

    it('gains a value, and keeps every comment', () => {
      check((sample, value) => {
        const file = parse(textOf(sample));
        const parent = sample.path.slice(0, -1);
        const siblings = valueAt(file.value, parent);
        const path = [...parent, Array.isArray(siblings) ? siblings.length : 'brand new'];
        const more = file.replace(path, value);
        expect(parse(more).value).toEqual(withValue(file.value, path, value));
        expect(remarksOf(more)).toEqual(remarksOf(textOf(sample)));
      });
    });
  });
}

/** What a syntax reads, by example. */
export interface Readings {
  readonly values: readonly (readonly [text: string, value: JsonValue])[];
  /** A text whose one member is named `__proto__`, and holds `a`. */
  readonly proto: string;
  readonly refused: readonly (readonly [text: string, line: number, column: number, message: string])[];
  /** Where things stand in `text`. */
  readonly text: string;
  readonly places: readonly (readonly [path: KeyPath, line: number, column: number])[];
}

export function describeReading(parse: ParseText, { values, proto, refused, text, places }: Readings): void {
  describe('reading', () => {
    it.each(values)('%j', (given, value) => {
      expect(parse(given).value).toEqual(value);
    });

    it('reads __proto__ as a name like any other', () => {
      const { value } = parse(proto);
      expect(Object.keys(value ?? {})).toEqual(['__proto__']);
      expect(value).not.toHaveProperty('a');
    });
  });

  describe('an unreadable text is refused', () => {
    it.each(refused)('%.40j', (given, line, column, message) => {
      expect(() => parse(given)).toThrow(expect.objectContaining({ message, place: { line, column } }));
    });
  });

  describe('the place of a value', () => {
    it.each(places)('%j', (path, line, column) => {
      expect(parse(text).placeOf(path)).toEqual({ line, column });
    });
  });
}
