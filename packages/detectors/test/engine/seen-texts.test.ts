import { describe, expect, it } from 'vitest';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FAMILIES, readTableSamples, scan, type Finding, type Json, type ScanOptions } from '../../src/index.js';
import { SeenTexts, type TextResult } from '../../src/engine/seen-texts.js';
import { drawShare } from '../../../core/test/support/rounds.js';

const find = (value: Json, options: Partial<ScanOptions> = {}): readonly Finding[] =>
  scan(value, { threshold: 0.8, skipNetwork: true, hidden: true, ...options });

const LONG = `${'lorem ipsum dolor sit amet '.repeat(20)}\ncaf%C3%A9\n`;

/** How often a scan says that it reads something. */
function reportsOf(value: Json, options: Partial<ScanOptions>): number {
  let reports = 0;
  find(value, { ...options, onWork: () => reports++ });
  return reports;
}

const drawn = drawShare();

describe('a text that was read before', () => {
  it.each(FAMILIES.filter((_, index) => drawn(index)).map(({ name }) => name))('holds the same, for %s', (family) => {
    const read = (file: string): string =>
      readFileSync(new URL(`../fixtures/${family}/${file}.txt`, import.meta.url), 'utf8');
    for (const all of [readTableSamples().get(family)?.join('\n') ?? read('hits'), read('misses')]) {
      const lines = all.split('\n');
      const long = lines.map((line) => `${line.split('\t').at(-1)}\n${' filled up with words'.repeat(12)}`);
      for (const value of [...long, all.slice(0, 50_000), { content: long.slice(0, 40).map((text) => ({ text })) }]) {
        const expected = find(value);
        expect(find(value, { reader: family })).toEqual(expected);
        expect(find(value, { reader: family })).toEqual(expected);
      }
    }
  });

  it('is not read again for the same user, and is for another one', () => {
    const [first, again, other] = ['ada', 'ada', 'ben'].map((reader) => reportsOf(LONG, { reader }));
    expect(first).toBeGreaterThan(1);
    expect(again).toBe(1);
    expect(other).toBe(first);
  });

  it('is read again under another label, for another threshold and in another place', () => {
    const reader = 'a reader of labels';
    find({ note: LONG }, { reader });
    expect(reportsOf({ note: LONG }, { reader })).toBe(1);
    expect(reportsOf({ password: LONG }, { reader })).toBeGreaterThan(1);
    expect(reportsOf({ note: LONG }, { reader, threshold: 0.5 })).toBeGreaterThan(1);
    expect(reportsOf({ note: LONG }, { reader, hidden: false })).toBeGreaterThan(1);
  });

  it('is read again where it stands among other random characters, which may have brought it by chance', () => {
    const reader = 'a reader of noise';
    const value = `${'lorem ipsum '.repeat(20)} Vg1+RWvyZpP/EI5DH/NL045435455B63/EeExnVDOgfP83VuYrKUw3pOhY9F/`;
    const noise = Array.from({ length: 20_000 }, (_, at) => hash('sha512', String(at), 'base64').slice(0, 84)).join('');
    const typesIn = (message: Json): readonly string[] => find(message, { reader }).map(({ type }) => type);
    expect(typesIn([value])).toEqual(['eu_vat']);
    expect(typesIn([noise, value])).not.toContain('eu_vat');
    expect(typesIn([value])).toEqual(['eu_vat']);
  });

  it('is refused each time where there is more in it than there is room for', () => {
    const reader = 'a reader of bombs';
    let text = 'lorem ipsum dolor sit amet '.repeat(200);
    for (let layer = 0; layer < 10; layer++) text = Buffer.from(text).toString('base64');
    const expected = find(text);
    expect(expected.map(({ type }) => type)).toContain('inspection_limit');
    for (const _ of [1, 2]) expect(find(text, { reader })).toEqual(expected);
  });
});

describe('what is remembered of texts', () => {
  const result: TextResult = {
    matches: [],
    concealed: [],
    hasLeftOut: false,
    spent: { texts: 0, binaries: 0, mass: 0, massBefore: undefined, hasUnpacked: false },
  };

  it('is bounded, and the oldest is forgotten first', () => {
    const seen = new SeenTexts();
    for (let at = 0; at < 50_000; at++) seen.set(String(at), result);
    expect(seen.get('0')).toBeUndefined();
    expect(seen.get('49999')).toBe(result);
  });

  it('keeps what is asked for again', () => {
    const seen = new SeenTexts();
    for (let at = 0; at < 50_000; at++) {
      seen.set(String(at), result);
      expect(seen.get('0')).toBe(result);
    }
  });

  it('names no text in another process as in this one, and none that cannot be told from others', () => {
    expect(new SeenTexts().nameOf('', LONG)).not.toBe(new SeenTexts().nameOf('', LONG));
    const seen = new SeenTexts();
    expect(seen.nameOf('', LONG)).toBe(seen.nameOf('', `${LONG} `.slice(0, -1)));
    expect(seen.nameOf('', `${LONG}\ud800`)).toBeUndefined();
  });
});
