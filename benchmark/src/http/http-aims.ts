import type { Aim } from '../aims.js';
import type { IdleSessions } from '../idle-sessions.js';
import { describeLoad, isSaturated } from '../load.js';
import type { LoadResult } from '../rounds.js';

/** Times a client that speaks HTTP itself, in the same run. */
const SLOWER_AT_P50 = 1.3;
const CALLS_PER_SECOND = 0.9;
/** RSS of the daemon for so many idle sessions more, MB. */
const IDLE = { sessions: 1000, limit: 60 };

/** What calls to a remote server through the guard should cost. */
export const httpAims = (loads: readonly LoadResult[], idle: IdleSessions): readonly Aim[] => [
  ...loads.flatMap(aimOf),
  ...(idle.sessions >= IDLE.sessions ? [memoryAim(idle)] : []),
];

function aimOf({ load, results }: LoadResult): Aim[] {
  const ratios = results.find(({ name }) => name === 'guard')?.ratios['direct'];
  const where = describeLoad(load);
  if (load.inFlight === 1) {
    const measured = ratios?.p50 ?? NaN;
    return [{ what: `p50, ${where}`, measured, bound: 'at most', limit: SLOWER_AT_P50, unit: '×' }];
  }
  if (!isSaturated(load)) return [];
  const measured = ratios?.callsPerSecond ?? NaN;
  return [{ what: `calls/s, ${where}`, measured, bound: 'at least', limit: CALLS_PER_SECOND, unit: '×' }];
}

function memoryAim({ sessions, withOne, withAll }: IdleSessions): Aim {
  const measured = ((withAll ?? NaN) - (withOne ?? NaN)) / 1e6;
  const what = `RSS of the daemon, ${sessions} idle remote sessions more`;
  return { what, measured, bound: 'at most', limit: IDLE.limit, unit: 'MB' };
}
