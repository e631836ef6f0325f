import { expect, it } from 'vitest';
import { Breaker, type Attempt, type AttemptOutcome } from '../../../src/ends/remote/link/breaker.ts';

const LIMITS = { failures: 3, openFor: 100 };

/** A small source of numbers that is the same in every run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The rules once more, by what has happened so far instead of by states. */
class Model {
  #row = 0;
  #opened: number | undefined;
  #probe: { at: number; of: number } | undefined;
  #changes = 0;

  admit(now: number): { isProbe: boolean; of: number } | undefined {
    if (this.#opened === undefined) return { isProbe: false, of: this.#changes };
    if (now < this.#opened + LIMITS.openFor) return undefined;
    if (this.#probe && now < this.#probe.at + LIMITS.openFor) return undefined;
    this.#probe = { at: now, of: ++this.#changes };
    return { isProbe: true, of: this.#changes };
  }

  settle(attempt: { isProbe: boolean; of: number }, outcome: AttemptOutcome, now: number): void {
    if (attempt.of !== this.#changes) return;
    if (attempt.isProbe) this.#probe = undefined;
    if (outcome === 'none') return void (attempt.isProbe && this.#changes++);
    if (outcome === 'success') {
      this.#row = 0;
      this.#opened = undefined;
      if (attempt.isProbe) this.#changes++;
    } else if (++this.#row >= LIMITS.failures || attempt.isProbe) {
      this.#opened = now;
      this.#changes++;
    }
  }
}

it.each(Array.from({ length: 50 }, (_, seed) => seed))('opens, probes and closes as its rules say: run %i', (seed) => {
  const random = randomOf(seed + 1);
  let now = 0;
  const breaker = new Breaker(LIMITS, () => now);
  const model = new Model();
  const admitted: [boolean, boolean][] = [];
  const under: { settle: Attempt; modelled: { isProbe: boolean; of: number } }[] = [];
  for (let step = 0; step < 200; step++) {
    now += random(40);
    if (random(2) === 0) {
      const settle = breaker.admit();
      const modelled = model.admit(now);
      admitted.push([settle !== undefined, modelled !== undefined]);
      if (settle && modelled) under.push({ settle, modelled });
    } else {
      const [one] = under.splice(random(under.length), 1);
      const outcome = (['failure', 'failure', 'success', 'none'] as const)[random(4)] ?? 'none';
      one?.settle(outcome);
      if (one) model.settle(one.modelled, outcome, now);
    }
  }
  expect(admitted.map(([real]) => real)).toEqual(admitted.map(([, modelled]) => modelled));
});

it('lets exactly one of many probe a server, and says how long it waits', () => {
  let now = 0;
  const breaker = new Breaker(LIMITS, () => now);
  for (let i = 0; i < 3; i++) breaker.admit()?.('failure');
  now = 40;
  expect(breaker.view).toEqual({ state: 'open', failures: 3, retryAfter: 60 });
  expect(breaker.admit()).toBeUndefined();
  now = 100;
  const admitted = Array.from({ length: 10 }, () => breaker.admit()).filter((attempt) => attempt !== undefined);
  expect(admitted).toHaveLength(1);
  admitted[0]?.('success');
  expect(breaker.view).toEqual({ state: 'closed', failures: 0 });
});

it.each([
  ['cut', 5000, 1000],
  ['cut', 100, 100],
  ['failure', 5000, 5000],
] as const)('a server whose last attempt ended as %s is left alone of %i for %i ms', (last, openFor, retryAfter) => {
  let now = 0;
  const breaker = new Breaker({ failures: 3, openFor }, () => now);
  for (const outcome of ['cut', 'failure', last] as const) breaker.admit()?.(outcome);
  expect(breaker.view).toEqual({ state: 'open', failures: 3, retryAfter });
  now = retryAfter;
  breaker.admit()?.(last);
  expect(breaker.view).toEqual({ state: 'open', failures: 4, retryAfter });
});

it('what no client asked for says only that a server is back, at any time', () => {
  let now = 0;
  const breaker = new Breaker(LIMITS, () => now);
  const before = breaker.watch();
  for (let i = 0; i < 10; i++) breaker.watch()('failure');
  expect(breaker.view).toEqual({ state: 'closed', failures: 0 });
  for (let i = 0; i < 3; i++) breaker.admit()?.('failure');
  before('success'); // it was begun while the server still answered
  breaker.watch()('failure');
  expect(breaker.view).toMatchObject({ state: 'open', failures: 3 });
  breaker.watch()('success');
  expect(breaker.view).toEqual({ state: 'closed', failures: 0 });
  for (let i = 0; i < 3; i++) breaker.admit()?.('failure');
  now = 100;
  const probe = breaker.admit();
  breaker.watch()('success');
  probe?.('failure'); // overtaken
  expect(breaker.view).toEqual({ state: 'closed', failures: 0 });
});
