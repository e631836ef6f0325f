import { describe, expect, it } from 'vitest';
import { SerialQueue } from '../../src/session/lane.js';

describe('a lane', () => {
  it('runs work at once when nothing is under way', () => {
    const done: number[] = [];
    const lane = new SerialQueue();
    lane.run(() => void done.push(1));
    lane.run(() => void done.push(2));
    expect([done, lane.length]).toEqual([[1, 2], 0]);
  });

  it('holds up what comes after work that waits, and keeps the order', async () => {
    const done: number[] = [];
    const lane = new SerialQueue();
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const wait = (gate: Promise<void>, number: number) => () => gate.then(() => void done.push(number));
    lane.run(wait(gates[0].promise, 1));
    lane.run(() => void done.push(2));
    lane.run(wait(gates[1].promise, 3));
    lane.run(() => void done.push(4));
    expect([done, lane.length]).toEqual([[], 3]);
    gates[1].resolve();
    await Promise.resolve();
    expect(done).toEqual([]);
    gates[0].resolve();
    await new Promise(setImmediate);
    expect([done, lane.length]).toEqual([[1, 2, 3, 4], 0]);
  });

  it('goes on with work that is added while it works', async () => {
    const done: string[] = [];
    const lane = new SerialQueue();
    lane.run(async () => {
      await Promise.resolve();
      lane.run(() => void done.push('second'));
      done.push('first');
    });
    await new Promise(setImmediate);
    expect(done).toEqual(['first', 'second']);
  });

  it('knows the bytes of what it holds up, and of nothing else', async () => {
    const gate = Promise.withResolvers<void>();
    const seen: number[] = [];
    const lane = new SerialQueue(() => void seen.push(lane.bytes));
    lane.run(() => gate.promise, 1000);
    for (const bytes of [10, 20]) lane.run(() => undefined, bytes);
    gate.resolve();
    await new Promise(setImmediate);
    expect(seen).toEqual([10, 30, 0]);
  });
});
