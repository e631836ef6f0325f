import type { Match } from './engine.js';
import type { View } from './view.js';

/** No reading begins further before the run or place that leads to it, or ends further behind it. */
const REACH = 100;
/** One that begins with one run goes on with the next where that is no further: on another line, behind a prefix. */
const GAP = 80;

/**
 * Leaves of a view what decoders can read near its own readings: all else was read where it stands in its source, and
 * would be dropped once more. That is most of it.
 */
export function nearReadings(match: Match, view: View): Match {
  const { runs, spaced, listed } = match;
  if (runs.length + spaced.length + listed.length === 0) return match;
  return { ...match, runs: keep(runs, 2, view), spaced: keep(spaced, 1, view), listed: keep(listed, 1, view) };
}

/** @param size how many numbers say where something stands: its place, or its start and end */
function keep(places: readonly number[], size: 1 | 2, view: View): readonly number[] {
  const kept: number[] = [];
  let first = 0; // The first of those that stand near each other.
  let isNear = false;
  for (let index = 0; index < places.length; index += size) {
    const start = places[index]!;
    if (index > 0 && start - places[index - 1]! > GAP) {
      if (isNear) push(kept, places, first, index);
      first = index;
      isNear = false;
    }
    isNear ||= view.isRead(start - REACH, places[index + size - 1]! + REACH);
  }
  if (isNear) push(kept, places, first, places.length);
  return kept;
}

function push(kept: number[], places: readonly number[], from: number, to: number): void {
  for (let index = from; index < to; index++) kept.push(places[index]!);
}
