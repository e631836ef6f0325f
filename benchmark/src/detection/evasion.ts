import { scan } from '@mcp-guard/detectors';
import { THRESHOLD, type CutSample } from './samples.js';
import type { Technique } from './technique.js';

/** How many of the samples that a technique applies to are found all the same. */
export interface Outcome {
  readonly found: number;
  readonly of: number;
}

export function tryTechnique(technique: Technique, samples: readonly CutSample[]): Outcome {
  const applicable = samples.filter((sample) => technique.appliesTo(sample.value, sample));
  return { found: applicable.filter((sample) => isFound(technique, sample)).length, of: applicable.length };
}

const isFound = (technique: Technique, sample: CutSample): boolean =>
  scan(technique.hide(sample), { threshold: THRESHOLD }).some(({ type }) => type === sample.detector.id);
