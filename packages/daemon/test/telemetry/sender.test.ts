import { expect, it } from 'vitest';
import { SendOutcome, Sender, type Destination } from '../../src/telemetry/sender.js';

it('behind a slow collector only the newest value waits, and those that it replaces count as dropped', async () => {
  const took: string[] = [];
  const held = Promise.withResolvers<void>();
  const to: Destination = {
    url: new URL('http://127.0.0.1:4318'),
    headers: {},
    async fetch(_url, { body } = {}) {
      took.push(String(body));
      if (took.length === 1) await held.promise;
      return { status: 200, headers: {}, body: Buffer.alloc(0) };
    },
  };
  const outcome = new SendOutcome();
  const values = new Sender<string>('v1/metrics', to, outcome, (batch) => Buffer.from(batch.join()), 1);
  values.add(['at 0']);
  const first = values.flush();
  for (const value of ['at 5', 'at 10', 'at 15']) values.add([value]);
  held.resolve();
  await first;
  await values.flush();
  expect(took).toEqual(['at 0', 'at 15']);
  expect([outcome.sent, outcome.dropped]).toEqual([2, 2]);
});
