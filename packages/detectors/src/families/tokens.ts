import type { Family } from '../detector.js';
import { toTokenTypes } from '../rules/token-table.js';
import { TOKENS_TABLE } from './tokens-table.js';

/** Tokens of vendors that have a form of their own: a type for each line of the table. */
export const tokens: Family = { name: 'tokens', detectors: toTokenTypes(TOKENS_TABLE) };
