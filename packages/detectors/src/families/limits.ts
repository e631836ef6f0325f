import type { Detector, Family } from '../detector.js';

/** Not looked for: it is what `scan` tells of a text that says more, in other writing, than there is room to read. */
export const INSPECTION_LIMIT: Detector = {
  id: 'inspection_limit',
  title: 'more encoded text than is read',
  group: 'secret', // What could not be read may be one.
  rules: [],
};

export const limits: Family = { name: 'limits', detectors: [INSPECTION_LIMIT] };
