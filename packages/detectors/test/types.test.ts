import { DETECTORS, TYPES } from '@mcp-guard/detectors';
import { expect, it } from 'vitest';

it('every type has one detector', () => {
  expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
});

it.each([...TYPES])('%s is called what reads well in a sentence', (type, { title }) => {
  expect(type).toMatch(/^[a-z][a-z\d]*(?:_[a-z\d]+)*$/);
  // Some are of many or of no number.
  expect(title).toMatch(/^(?:an?|the|more|text|bytes|characters|Sidekiq) \S/);
});
