import { readFileSync } from 'node:fs';
import { checkPasswordTable } from '../rules/password-table.js';

const FILE = 'packages/detectors/passwords.tsv';

/** The table of commands, configurations and hashes. The bundle has its text here, without sources. */
export const PASSWORDS_TABLE: string = checkPasswordTable(
  readFileSync(new URL('../../passwords.tsv', import.meta.url), 'utf8'),
  FILE,
);
