import { readFileSync } from 'node:fs';
import { FAMILIES } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { DECODERS } from '../src/decoders/registry.js';

/*
 * What is looked for has to be worth its weight: what is only found in samples that were written here finds nothing else.
 * `entry.tsv` says of each family and each decoder why it is there.
 */

const LEAST = 10;
/** Families that were there before the rule and have fewer positives of others: the number may only fall. */
const BEFORE = 7;

const lines = readFileSync(new URL('entry.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));
const entriesOf = (kind: string): ReadonlyMap<string, readonly [evidence: string, what: string]> =>
  new Map(
    lines.flatMap(([of, name = '', evidence = '', what = '']) =>
      of === kind ? [[name, [evidence, what]] as const] : [],
    ),
  );
const families = entriesOf('family');
const decoders = entriesOf('decoder');

const CHECKED = new Set(['pii.national_id', 'pii.financial', 'pii.business', 'pii.crypto']);
/** The last bits of its words are those of a hash of the others. */
const CHECKED_TYPE = 'seed_phrase';

describe('a family', () => {
  it('has a line, and each line a family', () => {
    expect([...families.keys()].toSorted()).toEqual(FAMILIES.map(({ name }) => name).toSorted());
  });

  it('finds ten values or more of others, by source, or has check digits', () => {
    const isDue = ({ name, detectors }: (typeof FAMILIES)[number]): boolean => {
      const [evidence = '', what = ''] = families.get(name) ?? [];
      const count = Array.from(what.matchAll(/[\w-]+ (\d+)/g), ([, each]) => Number(each)).reduce((a, b) => a + b, 0);
      if (evidence === 'positives') return count >= LEAST;
      if (evidence === 'check digit')
        return detectors.some(({ id, group }) => id === CHECKED_TYPE || CHECKED.has(group));
      return evidence === 'before' || (evidence === 'engine' && detectors.every(({ rules }) => rules.length === 0));
    };
    expect(FAMILIES.filter((family) => !isDue(family)).map(({ name }) => name)).toEqual([]);
    expect([...families.values()].filter(([evidence]) => evidence === 'before').length).toBeLessThanOrEqual(BEFORE);
  });
});

describe('a decoder', () => {
  it('has a line, and each line a decoder', () => {
    expect([...decoders.keys()].toSorted()).toEqual(DECODERS.map(({ name }) => name).toSorted());
  });

  it('reads a writing that the page on detection claims', () => {
    const page = readFileSync(new URL('../../../docs/detection.md', import.meta.url), 'utf8');
    const unclaimed = [...decoders].filter(([, [evidence, what]]) => evidence !== 'claimed' || !page.includes(what));
    expect(unclaimed.map(([name]) => name)).toEqual([]);
  });
});
