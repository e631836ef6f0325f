import type { Detector, Family } from './detector.js';
import { aws } from './families/aws.js';
import { privateKeys } from './families/private-keys.js';
import { jwt } from './families/jwt.js';
import { passwordHashes } from './families/password-hashes.js';

/** One line for each family; of two findings that are equally sure the one that stands higher is told. */
export const FAMILIES: readonly Family[] = [
  aws,
  privateKeys,
  jwt,
  passwordHashes,
];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);
