import type { Aim } from './aims.js';
import { twoRelays } from './byte-relays.js';
import { describeLoad, isSaturated, type Load } from './load.js';
import type { EntrantResult, LoadResult } from './rounds.js';

const SMALL = 1000;

/** Times two byte relays in the same run. */
const SLOWER_AT_P50 = 1.3;
const CALLS_PER_SECOND = { small: 0.8, large: 0.6 };
/** µs of all processes of the guard together, on the machine of the README. */
const CPU_PER_CALL = { small: 110, large: 200 };

/** What calls through the guard should cost. Nothing of a guard that was not measured. */
export const latencyAims = (loads: readonly LoadResult[]): readonly Aim[] =>
  loads.flatMap(({ load, results }) => {
    const guard = results.find(({ name }) => name === 'guard');
    return guard ? aimsOf(load, guard) : [];
  });

function aimsOf(load: Load, { figures, ratios }: EntrantResult): readonly Aim[] {
  const where = describeLoad(load);
  const toRelays = ratios[twoRelays.name];
  const size = load.bytes < SMALL ? 'small' : 'large';
  if (load.inFlight > 1) {
    if (!isSaturated(load)) return [];
    const measured = toRelays?.callsPerSecond ?? NaN;
    return [{ what: `calls/s, ${where}`, measured, bound: 'at least', limit: CALLS_PER_SECOND[size], unit: '×' }];
  }
  const upper = { bound: 'at most' } as const;
  const p50: Aim = { ...upper, what: `p50, ${where}`, measured: toRelays?.p50 ?? NaN, limit: SLOWER_AT_P50, unit: '×' };
  if (!isSaturated(load)) return [p50];
  return [
    p50,
    { ...upper, what: `CPU per call, ${where}`, measured: figures.cpu, limit: CPU_PER_CALL[size], unit: 'µs' },
  ];
}
