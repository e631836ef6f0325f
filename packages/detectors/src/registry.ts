import type { Detector, Family } from './detector.js';
import { aws } from './families/aws.js';
import { privateKeys } from './families/private-keys.js';
import { jwt } from './families/jwt.js';
import { connectionStrings } from './families/connection-strings.js';
import { headers } from './families/headers.js';
import { commands } from './families/commands.js';
import { loginFiles } from './families/login-files.js';
import { passwordHashes } from './families/password-hashes.js';
import { generic } from './families/generic.js';

/** One line for each family; of two findings that are equally sure the one that stands higher is told. */
export const FAMILIES: readonly Family[] = [
  aws,
  privateKeys,
  jwt,
  connectionStrings,
  headers,
  commands,
  loginFiles,
  passwordHashes,
  generic,
];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);
