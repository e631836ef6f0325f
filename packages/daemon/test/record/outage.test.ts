import { expect, it } from 'vitest';
import { Outage } from '../../src/record/recorder.js';

it('an outage begins with its first failure, and its end reports since when and how many messages were refused', () => {
  const outage = new Outage();
  expect([outage.failed(new Error('disk full'), 2), outage.failed('still full', 3)]).toEqual([true, false]);
  expect(outage.failure).toBe('still full');
  const row = outage.ended();
  expect(row).toMatchObject({ kind: 'gap', shape: 'gap' });
  expect(JSON.parse(row?.detail ?? '')).toEqual({ since: expect.any(Number), messages: 5 });
  expect(outage.failure).toBeNull();
});

it('a commit without an outage before it has no gap to report', () => {
  expect(new Outage().ended()).toBeUndefined();
});
