import { readFileSync } from 'node:fs';
import { checkTokenTable } from '../rules/token-table.js';

const FILE = 'packages/detectors/tokens.tsv';

/** The table of tokens. The bundle has its text here, without sources and samples. */
export const TOKENS_TABLE: string = checkTokenTable(
  readFileSync(new URL('../../tokens.tsv', import.meta.url), 'utf8'),
  FILE,
);
