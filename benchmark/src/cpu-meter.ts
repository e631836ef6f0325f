import type { Cost } from './contender.js';
import { readCpu } from './process-cost.js';

/** Adds up what processes spend while their contender has its turn; what they do while it has not is not its calls'. */
export class CpuMeter {
  readonly #costs: readonly Cost[];
  readonly #spent: number[];

  constructor(costs: readonly Cost[]) {
    this.#costs = costs;
    this.#spent = costs.map(() => 0);
  }

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#read();
    const result = await work();
    for (const [index, now] of this.#read().entries()) {
      this.#spent[index] = (this.#spent[index] ?? NaN) + now - (before[index] ?? NaN);
    }
    return result;
  }

  /** µs by role; NaN if the system does not report it. */
  perCall(calls: number): Record<string, number> {
    return Object.fromEntries(this.#costs.map(({ role }, index) => [role, (this.#spent[index] ?? NaN) / calls]));
  }

  #read(): number[] {
    return this.#costs.map(({ pid }) => readCpu(pid) ?? NaN);
  }
}
