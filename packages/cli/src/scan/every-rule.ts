import { LIVE_RULES } from './live/registry.js';
import { RULES } from './registry.js';
import type { RuleHead } from './rule.js';

/** What a finding may be about. */
export const EVERY_RULE: readonly RuleHead[] = [...RULES, ...LIVE_RULES];
