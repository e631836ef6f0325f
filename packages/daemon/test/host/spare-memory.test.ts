import { expect, it } from 'vitest';
import { SpareMemory } from '../../src/host/spare-memory.js';

/** Looks once after each time that the thread computed for so many milliseconds; says after which it collected. */
function collectsAfter(computed: readonly number[], costOfCollection = 0): readonly number[] {
  let active = 0;
  const collected: number[] = [];
  let step = 0;
  const memory = new SpareMemory({
    collect() {
      collected.push(step);
      active += costOfCollection;
    },
    active: () => active,
  });
  for (const milliseconds of computed) {
    active += milliseconds;
    memory.look();
    step++;
  }
  return collected;
}

it('gives back what the start has left as soon as the thread is idle, and only once', () => {
  expect(collectsAfter([700, 19, 0, 0, 0])).toEqual([1]);
});

it('waits for as long as the thread is busy', () => {
  expect(collectsAfter([2000, 2000, 20, 20, 20])).toEqual([]);
});

it('collects again only after a second of computing', () => {
  expect(collectsAfter([0, 600, 0, 300, 0, 100, 0, 0])).toEqual([0, 6]);
});

it('does not count its own work', () => {
  expect(collectsAfter([0, 0, 0, 900, 0, 0], 2000)).toEqual([0]);
});
