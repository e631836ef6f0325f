import type { Benchmark } from './benchmark.js';
import { detection } from './detection/detection.js';
import { latency } from './latency.js';
import { policy } from './policy.js';

export const BENCHMARKS: readonly Benchmark[] = [latency, policy, detection];
