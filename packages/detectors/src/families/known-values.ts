import type { Family } from '../detector.js';
import { DEFAULT_PASSWORD, FILLER, PUBLISHED_SAMPLE } from '../own-types.js';

export const knownValues: Family = {
  name: 'known-values',
  detectors: [PUBLISHED_SAMPLE, DEFAULT_PASSWORD, FILLER],
};
