import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../../src/registry.js';
import { CurrentSite } from '../../src/engine/current-site.js';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const TEXTS = globSync('**/hits.txt', { cwd: fileURLToPath(FIXTURES) }).flatMap((file) =>
  readFileSync(new URL(file, FIXTURES), 'utf8').split('\n'),
);
const RULES = FAMILIES.flatMap(({ detectors }) =>
  detectors.flatMap(({ id, rules }) => rules.map((rule, number) => ({ name: `${id} ${number}`, rule }))),
).filter(({ rule }) => rule.digitWithin !== undefined);

describe('a rule that is called only where a digit is near', () => {
  const site = new CurrentSite(() => {
    throw new Error('none of them needs words');
  });

  it.each(RULES)('finds nothing else: $name', ({ rule: { anchors = [], digitWithin = 0, verify } }) => {
    const further: string[] = [];
    for (const text of TEXTS) {
      const lower = text.toLowerCase();
      for (const anchor of anchors.map((word) => word.toLowerCase()))
        for (let start = lower.indexOf(anchor); start >= 0; start = lower.indexOf(anchor, start + 1)) {
          const end = start + anchor.length;
          site.enter(text, '');
          site.move(start, end);
          if (verify(site) && !/\d/.test(text.slice(start, end + digitWithin))) further.push(text);
        }
    }
    expect(further).toEqual([]);
  });

  it('is among those that are looked at', () => {
    expect(RULES.length).toBeGreaterThan(15);
    expect(TEXTS.length).toBeGreaterThan(1000);
  });
});
