import type { Detector, Family } from './detector.js';
import { aws } from './families/aws.js';

/** One line for each family; of two findings that are equally sure the one that stands higher is told. */
export const FAMILIES: readonly Family[] = [aws];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);
