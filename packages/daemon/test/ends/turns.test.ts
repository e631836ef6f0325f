import { describe, expect, it } from 'vitest';
import { Turns, type Share } from '../../src/ends/turns.js';

/** Turns on a clock and a loop that only the test moves. */
function startTurns({ commit = (): Promise<void> | undefined => undefined } = {}) {
  const clock = { now: 0 };
  const runs: (() => void)[] = [];
  const done: string[] = [];
  const turns = new Turns({
    delivery: {
      expectCommit: () => undefined,
      commit() {
        done.push('commit');
        return commit();
      },
    },
    now: () => clock.now,
    schedule: (run) => void runs.push(run),
  });
  /** Always has more to do: slices of so many milliseconds. */
  const flood = (share: Share, name: string, took: number): void =>
    share.ask(() => {
      done.push(name);
      clock.now += took;
      flood(share, name, took);
    });
  return {
    clock,
    done,
    turns,
    flood,
    /** One turn of the event loop. */
    turn: () => runs.shift()?.(),
    get isIdle() {
      return runs.length === 0;
    },
  };
}

describe('the main thread', () => {
  it('is left after a few milliseconds, with a commit, even if much work waits', () => {
    const { turns, flood, turn, done, clock } = startTurns();
    flood(turns.open(), 'flood', 3);
    turn();
    expect(done).toEqual(['flood', 'flood', 'commit']);
    expect(clock.now).toBe(6);
    turn();
    expect(done.slice(3)).toEqual(['flood', 'flood', 'commit']);
  });

  it('is left after a number of slices even if they cost next to nothing', () => {
    const { turns, flood, turn, done } = startTurns();
    flood(turns.open(), 'flood', 0);
    turn();
    expect(done.length).toBeLessThan(100);
    expect(done.at(-1)).toBe('commit');
  });

  it('goes to the end that has used least: one that floods never comes before one that does not', () => {
    const { turns, flood, turn, done } = startTurns();
    const victim = turns.open();
    for (const name of ['a', 'b', 'c']) flood(turns.open(), name, 3);
    for (let count = 0; count < 10; count++) {
      turn();
      done.length = 0;
      victim.ask(() => done.push('victim'));
      turn();
      expect(done[0]).toBe('victim');
    }
  });

  it('is shared evenly by those that flood', () => {
    const { turns, flood, turn, done } = startTurns();
    flood(turns.open(), 'fine', 1);
    flood(turns.open(), 'coarse', 4);
    for (let count = 0; count < 50; count++) turn();
    const times = (name: string): number => done.filter((each) => each === name).length;
    expect(times('fine') / (4 * times('coarse'))).toBeCloseTo(1, 1);
  });

  it('is not saved up by one that sleeps', () => {
    const { turns, flood, turn, done } = startTurns();
    const sleeper = turns.open();
    flood(turns.open(), 'flood', 3);
    for (let count = 0; count < 100; count++) turn();
    flood(sleeper, 'sleeper', 3);
    done.length = 0;
    for (let count = 0; count < 10; count++) turn();
    const slept = done.filter((each) => each === 'sleeper').length;
    expect(slept).toBeLessThanOrEqual(done.filter((each) => each === 'flood').length + 1);
  });

  it('waits while a commit is not settled, and goes on afterwards', async () => {
    const settled = Promise.withResolvers<void>();
    const started = startTurns({ commit: () => settled.promise });
    started.flood(started.turns.open(), 'flood', 10);
    started.turn();
    expect(started.isIdle).toBe(true);
    settled.resolve();
    await settled.promise;
    await Promise.resolve();
    expect(started.isIdle).toBe(false);
  });

  it('rests if no end has work', () => {
    const started = startTurns();
    started.turns.open().ask(() => started.done.push('work'));
    started.turn();
    expect([started.done, started.isIdle]).toEqual([['work', 'commit'], true]);
  });
});
