import { expect, it } from 'vitest';
import { checkPublished, PUBLISHED_TABLE } from '../../src/validators/published-table.js';

const HASH = 'a1'.repeat(10);

it.each([`${HASH.slice(1)}\thttps://some.example`, `${HASH} ${HASH}`, `${HASH}\t`])(
  'refuses %j with its file and line',
  (line) => {
    expect(() => checkPublished(`samples\tsource\n${HASH} ${HASH}\ta page\n${line}\n`, 'some.tsv')).toThrow(
      'some.tsv:3: it has no hashes of 20 digits and a source',
    );
  },
);

it('has no sample twice', () => {
  const hashes = PUBLISHED_TABLE.match(/\b[\da-f]{20}\b/g) ?? [];
  expect(hashes.length).toBeGreaterThan(300);
  expect(new Set(hashes).size).toBe(hashes.length);
});
