import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../src/catalogue/catalogue.js';
import { compile } from '../../src/catalogue/compile.js';
import type { Family } from '../../src/detector.js';
import { Engine } from '../../src/engine/engine.js';
import { compiled } from '../support/compiled.js';

/** Finds its word, and nothing else. */
const family = (name: string, word: string): Family => ({
  name,
  detectors: [
    {
      id: `${name}_key`,
      title: name,
      group: 'secret',
      rules: [{ anchors: [word], verify: ({ start, end }) => ({ start, end, confidence: 0.9 }) }],
    },
  ],
});
const FAMILIES = [family('one', 'first-'), family('two', 'second-')];
const BYTES = compile(FAMILIES, []);

const typesIn = (catalogue: Catalogue, text: string): readonly string[] =>
  new Engine(catalogue.index('all')).look(text, '').hits.map(({ detector }) => detector.id);

describe('a catalogue', () => {
  it('knows its types and finds their words without any other detector', () => {
    const catalogue = compiled(FAMILIES);
    expect(catalogue.types.map(({ id }) => id)).toEqual(['one_key', 'two_key']);
    expect(typesIn(catalogue, 'a first-1 and a SECOND-2')).toEqual(['one_key', 'two_key']);
    expect(typesIn(catalogue, 'a third-3')).toEqual([]);
  });

  it('loads a family when one of its words is met, and no other one', () => {
    const loaded: string[] = [];
    const catalogue = new Catalogue(BYTES, (name) => {
      loaded.push(name);
      return FAMILIES.find((each) => each.name === name)!;
    });
    typesIn(catalogue, 'nothing');
    expect(loaded).toEqual([]);
    typesIn(catalogue, 'a second-2');
    expect(loaded).toEqual(['two']);
  });

  it('loads all families before any word is met, one after each pause', async () => {
    const did: string[] = [];
    const catalogue = new Catalogue(BYTES, (name) => {
      did.push(name);
      return FAMILIES.find((each) => each.name === name)!;
    });
    await catalogue.loadAll(() => Promise.resolve(did.push('pause')));
    expect(did).toEqual(['pause', 'one', 'pause', 'two']);
  });

  it('is the same from memory that threads share', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(BYTES.length));
    shared.set(BYTES);
    const catalogue = new Catalogue(shared, (name) => FAMILIES.find((each) => each.name === name)!);
    expect(typesIn(catalogue, 'a first-1 and a SECOND-2')).toEqual(['one_key', 'two_key']);
  });

  it('is refused if it is of another form or not whole', () => {
    const open = (bytes: Uint8Array) => new Catalogue(bytes, () => FAMILIES[0]!);
    const other = Buffer.from(BYTES);
    other.write('1', other.indexOf('catalogue 2') + 'catalogue '.length);
    expect(() => open(other)).toThrow('is of another version');
    for (const length of [0, 5, 200, BYTES.length - 1])
      expect(() => open(BYTES.subarray(0, length))).toThrow(/another version|not whole/);
  });

  it('is refused if its families have other rules', () => {
    const catalogue = new Catalogue(BYTES, () => family('another', 'first-'));
    expect(() => typesIn(catalogue, 'a first-1')).toThrow('the catalogue and the family one differ');
  });
});
