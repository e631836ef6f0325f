import { authBypass } from './auth-bypass.js';
import { capabilityProbe } from './capability-probe.js';
import type { Category } from './category.js';
import { configOverride } from './config-override.js';
import { evasion } from './evasion.js';
import { legitimateCalls } from './legitimate-calls.js';
import { permissionBypass } from './permission-bypass.js';
import { piiAnswers } from './pii-answers.js';
import { piiRequests } from './pii-requests.js';
import { rateEvasion } from './rate-evasion.js';
import { resourceTraversal } from './resource-traversal.js';
import { sampling } from './sampling.js';
import { textbookValues } from './textbook-values.js';

/** In the order of the report. */
export const CATEGORIES: readonly Category[] = [
  piiRequests,
  piiAnswers,
  textbookValues,
  evasion,
  permissionBypass,
  resourceTraversal,
  rateEvasion,
  authBypass,
  capabilityProbe,
  configOverride,
  sampling,
  legitimateCalls,
];
