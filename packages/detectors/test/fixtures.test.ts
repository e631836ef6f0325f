import { readFileSync } from 'node:fs';
import { FAMILIES, readTableSamples, scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

/** As a configuration without a threshold of its own has it; orders that are less sure are told. */
const thresholdOf = (family: string): number => (family === 'orders' ? 0.7 : 0.8);

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
  const hits = (readTableSamples().get(name) ?? samples(name, 'hits')).map((line) => {
    const [type = '', sample = ''] = line.split('\t', 2);
    return [type, sample] as const;
  });

  const typesIn = (sample: string): readonly string[] =>
    scan(toValue(sample), { threshold: thresholdOf(name) }).map(({ type }) => type);

  // One test for all samples of a type: there are 9,000.
  it.each([...new Set([...types, ...hits.map(([type]) => type)])])('finds %s in each of its samples', (type) => {
    const own = hits.filter(([of]) => of === type).map(([, sample]) => sample);
    expect(own.length).toBeGreaterThanOrEqual(types.includes(type) ? 2 : 1);
    expect(own.filter((sample) => !typesIn(sample).includes(type))).toEqual([]);
  });

  it('finds nothing of its own in its misses', () => {
    const found = samples(name, 'misses').map((sample) => ({
      sample,
      own: typesIn(sample).filter((type) => types.includes(type)),
    }));
    expect(found.filter(({ own }) => own.length > 0)).toEqual([]);
  });
});
