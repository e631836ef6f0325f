import { readFileSync } from 'node:fs';
import { FAMILIES, scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

/** As a configuration without a threshold of its own has it. */
const threshold = 0.8;

/** One sample a line; `\n` in it is a line end. */
const samples = (family: string, file: string): string[] =>
  readFileSync(new URL(`fixtures/${family}/${file}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

/** `key=> text` is a text that its key labels. */
function toValue(sample: string) {
  const [, key, text] = /^(\w+)=> (.*)$/s.exec(sample) ?? [];
  const unescape = (escaped: string): string => escaped.replaceAll('\\n', '\n');
  return key === undefined || text === undefined ? unescape(sample) : { [key]: unescape(text) };
}

// A family without both files fails here, so none can be registered untested.
describe.each(FAMILIES)('$name', ({ name, detectors }) => {
  const types = detectors.map(({ id }) => id);
  const hits = samples(name, 'hits').map((line) => {
    const [type = '', sample = ''] = line.split('\t', 2);
    return [type, sample];
  });

  it.each(hits)('finds %s in %j', (type, sample) => {
    expect(scan(toValue(sample), { threshold }).map((finding) => finding.type)).toContain(type);
  });

  it.each(samples(name, 'misses'))('ignores %j', (sample) => {
    expect(scan(toValue(sample), { threshold }).filter(({ type }) => types.includes(type))).toEqual([]);
  });

  it.each(types)('has samples of %s', (type) => {
    expect(hits.filter(([of]) => of === type).length).toBeGreaterThanOrEqual(2);
  });
});
