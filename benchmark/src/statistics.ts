/** The value that `fraction` of the values do not exceed (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export interface Distribution {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export const toDistribution = (values: readonly number[]): Distribution => ({
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  p99: percentile(values, 0.99),
});

/**
 * How many times the reference: the median of the ratios of single rounds. What disturbs the
 * machine for a while hits both sides of a round and cancels out.
 */
export const ratioOfRounds = (values: readonly number[], reference: readonly number[]): number =>
  median(values.map((value, round) => value / (reference[round] ?? NaN)));
