import type { Detector, Family } from './detector.js';
import { aws } from './families/aws.js';
import { limits } from './families/limits.js';

/** One line for each family; of two findings that are equally sure the one that stands higher is told. */
export const FAMILIES: readonly Family[] = [aws, limits];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);
