import { median } from '../statistics.js';

/** Something to measure. */
export interface Task {
  readonly name: string;
  /** How many of what it is measured in one run goes over: calls, or MB. */
  readonly units: number;
  readonly run: () => void;
}

export interface Measured {
  readonly name: string;
  /** Per unit, µs. */
  readonly median: number;
}

/** CPU time of the process, µs: what other processes do meanwhile does not count. */
export function readCpuTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Every task once a round, after one round that does not count; the order turns around each round. */
export function measureInTurns(tasks: readonly Task[], rounds: number, readTime: () => number): readonly Measured[] {
  const times = tasks.map((): number[] => []);
  for (const { run } of tasks) run();
  for (let round = 0; round < rounds; round++) {
    const order = [...tasks.entries()];
    if (round % 2 === 1) order.reverse();
    for (const [index, { units, run }] of order) {
      const began = readTime();
      run();
      times[index]?.push((readTime() - began) / units);
    }
  }
  return tasks.map(({ name }, index) => ({ name, median: median(times[index] ?? []) }));
}
