import { expect, it } from 'vitest';
import { NO_OTHERS } from '../../src/decoders/others.js';
import type { Match } from '../../src/engine/engine.js';
import { nearReadings } from '../../src/engine/near-readings.js';
import { View } from '../../src/engine/view.js';

const text = ' '.repeat(4000);
const view = new View(text, [{ start: 2000, end: 2010, text: 'x'.repeat(10) }]);
const at = view.text.indexOf('x');
const near = (runs: readonly number[], spaced: readonly number[] = []): Pick<Match, 'runs' | 'spaced'> =>
  nearReadings({ hits: [], calls: [], others: NO_OTHERS, runs, spaced, listed: [] }, view);

it('keeps of a view the runs near its readings, and those that they go on from', () => {
  expect(near([at - 150, at - 120, at - 90, at - 20]).runs).toEqual([at - 150, at - 120, at - 90, at - 20]);
  expect(near([at - 210, at - 190, at - 90, at - 20]).runs).toEqual([at - 90, at - 20]);
  expect(near([at + 2, at + 9, at + 150, at + 170]).runs).toEqual([at + 2, at + 9]);
  expect(near([], [at - 180, at - 20, at + 160]).spaced).toEqual([at - 20]);
  expect(near([0, 5]).runs).toEqual([]);
});
