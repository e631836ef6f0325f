import type { Family } from '../detector.js';
import { toNumberTypes } from '../rules/number-table.js';
import { NUMBERS_TABLE } from './numbers-table.js';

/** Numbers that states give to persons and companies: a type for each line of the table. */
export const numbers: Family = { name: 'numbers', detectors: toNumberTypes(NUMBERS_TABLE) };
