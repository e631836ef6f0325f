import type { Family } from '../detector.js';
import { BINARY_LIMIT, INSPECTION_LIMIT } from '../own-types.js';

export const limits: Family = {
  name: 'limits',
  detectors: [INSPECTION_LIMIT, BINARY_LIMIT],
};
