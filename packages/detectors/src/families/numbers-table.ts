import { readFileSync } from 'node:fs';
import { checkNumberTable } from '../rules/number-table.js';

const FILE = 'packages/detectors/numbers.tsv';

/** The table of numbers that states give. The bundle has its text here, without sources and samples. */
export const NUMBERS_TABLE: string = checkNumberTable(
  readFileSync(new URL('../../numbers.tsv', import.meta.url), 'utf8'),
  FILE,
);
