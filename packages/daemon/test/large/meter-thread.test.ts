import { expect, it } from 'vitest';
import { meterThread } from '../../src/large/meter-thread.js';

/** What a thread is told to have computed, in milliseconds. */
function timeOf({ process: whole, active }: { process: number; active: number }): number {
  const cpuUsage = (since?: NodeJS.CpuUsage) => ({ user: since ? whole * 1000 : 0, system: 0 });
  const eventLoopUtilization = (since?: object) => ({ active: since ? active : 0, idle: 0, utilization: 0 });
  return meterThread({ performance: { eventLoopUtilization } }, cpuUsage)();
}

it.each([
  ['is not what others compute meanwhile', { process: 900, active: 5 }, 5],
  ['is not what it waits for a busy machine', { process: 5, active: 900 }, 5],
  ['is what it computes', { process: 110, active: 100 }, 100],
])('the time of a thread %s', (_, used, told) => expect(timeOf(used)).toBe(told));
