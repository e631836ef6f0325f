import { elicitation } from './elicitation.js';
import { extensions } from './extensions.js';
import { integrity } from './integrity.js';
import { permissions } from './permissions.js';
import { rateLimit } from './rate-limit.js';
import { roots } from './roots.js';
import { sampling } from './sampling.js';
import { spend } from './spend.js';
import { unknownMethods } from './unknown-methods.js';

/** Everything that binds a server or a role, by its key in a policy. */
export const SECTIONS = {
  unknown_methods: unknownMethods,
  permissions,
  rate_limit: rateLimit,
  sampling,
  elicitation,
  roots,
  spend,
  integrity,
  extensions,
} as const;
