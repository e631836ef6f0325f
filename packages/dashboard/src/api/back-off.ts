const FIRST = 500;
const LONGEST = 15_000;

/**
 * How long to wait before the next attempt, in milliseconds. Pages that lost the same daemon do not come back all at once.
 * @param failures in a row, from 1
 * @param random from 0 to 1
 */
export const backOff = (failures: number, random: number): number =>
  Math.round(Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 10)) * (0.75 + random / 2));
