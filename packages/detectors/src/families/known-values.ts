import type { Detector, Family } from '../detector.js';

/* No rule looks for these: a value that another rule finds gets one of these names if every attacker has it already. */

export const PUBLISHED_SAMPLE: Detector = {
  id: 'published_sample',
  title: 'a sample of a manual or a standard',
  group: 'known',
  rules: [],
};

export const DEFAULT_PASSWORD: Detector = {
  id: 'default_password',
  title: 'a password that a program comes with',
  group: 'known',
  rules: [],
};

export const FILLER: Detector = { id: 'filler', title: 'a token that is only filled up', group: 'known', rules: [] };

export const knownValues: Family = { name: 'known-values', detectors: [PUBLISHED_SAMPLE, DEFAULT_PASSWORD, FILLER] };
