import { expect, it } from 'vitest';
import { isAlive } from '../src/is-alive.js';

it('a process of ours is alive, and no process is where no number can be one', () => {
  expect([process.pid, 0, -1, Number.NaN, 2 ** 31 - 1].map(isAlive)).toEqual([true, false, false, false, false]);
});
