import { approvals } from './approvals.js';
import type { Benchmark } from './benchmark.js';
import { cold } from './cold.js';
import { corpus } from './corpus.js';
import { detection } from './detection/detection.js';
import { footprint } from './footprint.js';
import { halt } from './halt.js';
import { harmless } from './harmless/harmless.js';
import { hostile } from './hostile/hostile.js';
import { integrity } from './integrity/integrity.js';
import { kill } from './kill/kill.js';
import { latency } from './latency.js';
import { page } from './page.js';
import { policy } from './policy.js';
import { scan } from './scan.js';
import { security } from './security/security.js';
import { startCosts } from './start-costs.js';
import { sustained } from './sustained.js';
import { viewers } from './viewers/viewers.js';
import { walk } from './walk/walk.js';

export const BENCHMARKS: readonly Benchmark[] = [
  latency,
  sustained,
  kill,
  cold,
  startCosts,
  footprint,
  policy,
  approvals,
  halt,
  detection,
  corpus,
  integrity,
  harmless,
  scan,
  security,
  hostile,
  viewers,
  page,
  walk,
];
