import type { CreateInterceptor } from './interceptor.js';
import { approval } from './approval/approval.js';
import { argumentRules } from './arguments/arguments.js';
import { auth } from './auth/auth.js';
import { elicitation } from './elicitation/elicitation.js';
import { halt } from './halt/halt.js';
import { impersonation } from './impersonation/impersonation.js';
import { invalidHeaders } from './lists/invalid-headers.js';
import { inputResponses } from './input/input-responses.js';
import { markers } from './markers/markers.js';
import { ownFiles } from './own-files/own-files.js';
import { allowedMethods } from './lists/allowed-methods.js';
import { permissions } from './lists/permissions.js';
import { pii } from './content/pii.js';
import { rateLimit } from './limits/rate-limit.js';
import { roots } from './roots/roots.js';
import { sampling } from './sampling/sampling.js';
import { spend } from './spend/spend.js';
import { tasks } from './tasks/tasks.js';
import { traceContext } from './trace-context/trace-context.js';
import { unknownMethods } from './unknown-methods/unknown-methods.js';
import { withheld } from './content/withheld/withheld.js';

/**
 * The order is the policy: every message, in either direction, meets these top to bottom.
 * Interceptors that rewrite stand above those that decide on arguments, so that each
 * decision is made on the message that will be sent.
 */
export const INTERCEPTORS: readonly CreateInterceptor[] = [
  auth,
  halt, // before the limits: what is repeated meanwhile uses none up
  rateLimit, // before all that refuse: refused messages count too
  ownFiles,
  unknownMethods, // before the lists, which know methods by their exact names
  allowedMethods,
  permissions, // names and URIs
  invalidHeaders, // tools that a server over HTTP describes wrongly
  withheld, // the same for items that content rules took out of a list
  tasks, // each belongs to one actor
  inputResponses, // before those that inspect them
  sampling,
  impersonation,
  elicitation,
  roots,
  markers,
  pii, // the only one that rewrites what clients send
  argumentRules, // below all that rewrites
  spend,
  approval, // the last that decides: no person is asked about a call that is refused anyway
  traceContext, // decides nothing
];
