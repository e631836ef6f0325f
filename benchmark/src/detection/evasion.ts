import { scan } from '@mcp-guard/detectors';
import { THRESHOLD, type CutSample } from './samples.js';
import type { Technique } from './techniques.js';

/** How many of the samples that a technique applies to are found all the same. */
export interface Outcome {
  readonly found: number;
  readonly of: number;
}

/** Found is what is of the type, or of its group: a key in base64 may be called a secret without a name. */
export function tryTechnique(technique: Technique, samples: readonly CutSample[]): Outcome {
  const applicable = samples.filter((sample) => technique.appliesTo(sample.value, sample));
  return { found: applicable.filter((sample) => isFound(technique, sample)).length, of: applicable.length };
}

export const isFound = (technique: Technique, sample: CutSample): boolean =>
  scan(technique.hide(sample), { threshold: THRESHOLD }).some(
    ({ type, group }) =>
      type === sample.detector.id || (group === sample.detector.group && type !== 'inspection_limit'),
  );
