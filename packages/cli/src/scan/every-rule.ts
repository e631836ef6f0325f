import { LIVE_RULES } from './live/registry.js';
import { RULES } from './registry.js';
import type { RuleHead } from './rule.js';

/** Each finding is about one of these. */
export const EVERY_RULE: readonly RuleHead[] = [...RULES, ...LIVE_RULES];
