import { expect, it } from 'vitest';
import { Places, type Leave } from '../../../src/ends/remote/link/places.ts';

it('gives the places to the sessions in turn, each in its own order', async () => {
  const places = new Places(1, 10);
  const [busy, quiet] = [{}, {}];
  const first = await places.take(busy);
  const order: string[] = [];
  const waiting = [
    ['busy 1', busy],
    ['busy 2', busy],
    ['busy 3', busy],
    ['quiet 1', quiet],
    ['quiet 2', quiet],
  ] as const;
  const done = waiting.map(async ([name, session]) => {
    const leave = await places.take(session);
    order.push(name);
    leave?.();
  });
  first?.();
  await Promise.all(done);
  expect(order).toEqual(['busy 1', 'quiet 1', 'busy 2', 'quiet 2', 'busy 3']);
  expect([places.taken, places.waiting]).toEqual([0, 0]);
});

it('refuses who would wait behind too many, and forgets who gives up', async () => {
  const places = new Places(1, 1);
  const leave: Leave | undefined = await places.take({});
  const abort = new AbortController();
  const waiting = places.take({}, abort.signal);
  expect(await places.take({})).toBeUndefined();
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  leave?.();
  leave?.();
  expect([places.taken, places.waiting]).toEqual([0, 0]);
  expect(await places.take({})).toBeDefined();
});
