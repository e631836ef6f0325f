import { scan } from '@mcp-guard/detectors';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { View } from '../../src/engine/view.js';

/** Texts in which no decoder reads anything. */
const plain = fc.stringMatching(/^[a-z ,;]{0,700}$/).map((text) => `${text} `);
/** Those that are found in plain form: some of so many letters are a word, or too much of the same. */
const key = fc.stringMatching(/^AKIA[B-Z]{16}$/).filter((value) => scan(value, { threshold: 0.8 }).length === 1);

const escapes: Readonly<Record<string, (char: string) => string>> = {
  percent: (char) => `%${char.charCodeAt(0).toString(16)}`,
  backslash: (char) => `\\u00${char.charCodeAt(0).toString(16)}`,
  entities: (char) => `&#${char.charCodeAt(0)};`,
  'full-width': (char) => String.fromCodePoint(char.charCodeAt(0) + 0xfee0),
  mathematical: (char) => String.fromCodePoint(char.charCodeAt(0) - 0x41 + 0x1d400),
};

describe('a finding in a view', () => {
  it.each(Object.entries(escapes))('leads to what was escaped: %s', (_, escape) => {
    fc.assert(
      fc.property(plain, key, plain, fc.integer({ min: 0, max: 2 ** 20 - 1 }), (before, value, after, mask) => {
        // Some characters stay as they are; the first is always escaped, so that the value is found nowhere else.
        const hidden = Array.from(value, (char, index) =>
          index === 0 || mask & (1 << index) ? escape(char) : char,
        ).join('');
        const [found, ...others] = scan(`${before}${hidden} ${after}`, { threshold: 0.8 });
        expect(others).toEqual([]);
        expect(found).toMatchObject({ type: 'aws_key', start: before.length, end: before.length + hidden.length });
      }),
    );
  });

  it.each([
    ['base64', (value: string) => Buffer.from(value).toString('base64')],
    ['hex', (value: string) => Buffer.from(value).toString('hex')],
    ['spaced', (value: string) => Array.from(value).join(' ')],
    ['zero-width', (value: string) => Array.from(value).join('\u200b')],
    ['base64 of base64', (value: string) => Buffer.from(Buffer.from(value).toString('base64')).toString('base64')],
    [
      'percent of hex',
      (value: string) => encodeURIComponent(Buffer.from(value).toString('hex')).replace(/\d/g, (digit) => `%3${digit}`),
    ],
  ])('leads to what was encoded: %s', (_, encode) => {
    fc.assert(
      fc.property(plain, key, plain, (before, value, after) => {
        const hidden = encode(value);
        const found = scan(`${before}: ${hidden}; ${after}`, { threshold: 0.8 });
        expect(found).toMatchObject([{ start: before.length + 2, end: before.length + 2 + hidden.length }]);
      }),
    );
  });
});

describe('a view', () => {
  const around = (before: string, behind: string): readonly string[] =>
    new View(`${before}%41${behind}`, [{ start: before.length, end: before.length + 3, text: '\u0001' }]).text
      .replace('\0', '')
      .split('\u0001');

  it.each([
    ['words', 'ab '.repeat(200), ' cd'.repeat(200), 226, 178],
    ['a value that is not cut', `${'x '.repeat(200)}<k>${'v'.repeat(220)}`, `${'v'.repeat(180)}</k>`, 236, 184],
    ['a value that is longer than any', 'v'.repeat(600), 'v'.repeat(600), 256, 256],
    [
      'a key on several lines',
      `-----BEGIN PRIVATE KEY-----\n${'MII+'.repeat(46)}\n`,
      `${'x'.repeat(150)}\n-----END PRIVATE KEY-----`,
      213,
      176,
    ],
  ])('has around a reading %s', (_, before, behind, left, right) => {
    expect(around(before, behind).map(({ length }) => length)).toEqual([left, right]);
  });

  it('maps every part of it to its origin', () => {
    const readings = fc.array(fc.tuple(fc.nat(900), fc.nat(9), fc.stringMatching(/^[A-Z]{0,6}$/)), { maxLength: 9 });
    fc.assert(
      fc.property(readings, (gaps) => {
        let at = 0;
        const made = gaps.map(([gap, length, text]) => {
          const start = at + gap;
          at = start + length;
          return { start, end: at, text };
        });
        const text = Array.from({ length: at + 600 }, (_, index) => String.fromCharCode(0x61 + (index % 26))).join('');
        const view = new View(text, made);
        const elsewhere = Array.from(view.text).filter((char, index) => {
          const { start, end } = view.toOriginal(index, index + 1);
          // Either a copy, or a character of one of the readings, or the mark of a gap.
          const isCopy = text.slice(start, end) === char;
          const isReading = made.some(
            (reading) => reading.start === start && reading.end === end && reading.text.includes(char),
          );
          return !isCopy && !isReading && char !== '\0';
        });
        expect(elsewhere).toEqual([]);
      }),
    );
  });

  it('holds only the text near a reading', () => {
    const text = 'x'.repeat(100_000);
    const view = new View(text, [{ start: 50_000, end: 50_003, text: 'A' }]);
    expect(view.text.length).toBeLessThan(600);
    expect(view.isRead(view.text.indexOf('A'), view.text.indexOf('A') + 1)).toBe(true);
    expect(view.isRead(0, 10)).toBe(false);
  });
});
