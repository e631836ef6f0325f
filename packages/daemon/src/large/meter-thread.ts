import type { Worker } from 'node:worker_threads';

/**
 * Tells the milliseconds that a thread has computed from now on, at most: less than the process has, and less than the
 * thread was not idle. So neither other threads nor a machine that keeps it waiting count.
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
