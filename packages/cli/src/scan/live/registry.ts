import { concealment } from '../live-rules/concealment.js';
import { hiddenDefinition } from '../live-rules/hidden-definition.js';
import { repeatedTool } from '../live-rules/repeated-tool.js';
import { secretInDefinition } from '../live-rules/secret-in-definition.js';
import { sensitivePath } from '../live-rules/sensitive-path.js';
import { shadowedTool } from '../live-rules/shadowed-tool.js';
import { urlInDefinition } from '../live-rules/url-in-definition.js';
import type { LiveRule } from './live-rule.js';

/** Every rule for what servers declare, the worst first; findings of one place have this order. */
export const LIVE_RULES: readonly LiveRule[] = [
  concealment,
  hiddenDefinition,
  secretInDefinition,
  sensitivePath,
  shadowedTool,
  repeatedTool,
  urlInDefinition,
];
