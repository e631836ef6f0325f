import { hiddenDefinition } from '../live-rules/hidden-definition.js';
import { order } from '../live-rules/order.js';
import { repeatedTool } from '../live-rules/repeated-tool.js';
import { secretInDefinition } from '../live-rules/secret-in-definition.js';
import { shadowedTool } from '../live-rules/shadowed-tool.js';
import { urlInDefinition } from '../live-rules/url-in-definition.js';
import type { LiveRule } from './live-rule.js';

/** Every rule for what servers declare, the worst first; findings of one place have this order. */
export const LIVE_RULES: readonly LiveRule[] = [
  order,
  hiddenDefinition,
  secretInDefinition,
  shadowedTool,
  repeatedTool,
  urlInDefinition,
];
