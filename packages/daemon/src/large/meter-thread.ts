import type { Worker } from 'node:worker_threads';

/**
 * Measures the milliseconds that a thread computes from now on, as an upper bound: the lower one of the process's time
 * and the thread's active time. So neither other threads nor waiting on a busy machine count.
 */
export function meterThread(
  { performance: clock }: Pick<Worker, 'performance'>,
  cpuUsage: (since?: NodeJS.CpuUsage) => NodeJS.CpuUsage = (since) => process.cpuUsage(since),
): () => number {
  const cpu = cpuUsage();
  const loop = clock.eventLoopUtilization();
  return () => {
    const { user, system } = cpuUsage(cpu);
    return Math.min((user + system) / 1000, clock.eventLoopUtilization(loop).active);
  };
}
