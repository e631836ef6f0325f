import type { Benchmark } from './benchmark.js';
import { latency } from './latency.js';

export const BENCHMARKS: readonly Benchmark[] = [latency];
