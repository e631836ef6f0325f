/** One thing to measure, picked by its name: `pnpm bench NAME …`. */
export interface Benchmark {
  readonly name: string;
  /** One line for the list of benchmarks. */
  readonly summary: string;
  /** Prints its result. Throws when nothing could be measured; leaves no process and no file behind either way. */
  run(args: readonly string[]): Promise<void>;
}
