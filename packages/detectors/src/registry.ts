import type { Detector, Family } from './detector.js';
import { ai } from './families/ai.js';
import { aws } from './families/aws.js';
import { azure } from './families/azure.js';
import { codeHosts } from './families/code-hosts.js';
import { databases } from './families/databases.js';
import { delivery } from './families/delivery.js';
import { google } from './families/google.js';
import { hosting } from './families/hosting.js';
import { packages } from './families/packages.js';

/** One line for each family; of two findings that are equally sure the one that stands higher is told. */
export const FAMILIES: readonly Family[] = [ai, aws, azure, codeHosts, databases, delivery, google, hosting, packages];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);
