import { expect, it } from 'vitest';
import { isDay } from '../../src/validators/dates.js';

it('knows how long months are', () => {
  expect([isDay(31, 1), isDay(31, 4), isDay(30, 6), isDay(0, 1), isDay(1, 13)]).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
});

it('knows leap years, and lets the unknown be one', () => {
  expect([isDay(29, 2), isDay(29, 2, 1900), isDay(29, 2, 2000), isDay(29, 2, 0), isDay(29, 2, 1985)]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
});
