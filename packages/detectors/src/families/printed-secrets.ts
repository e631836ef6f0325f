import type { Family } from '../detector.js';
import { passwordRules } from '../rules/password-table.js';
import { PASSWORDS_TABLE } from './passwords-table.js';

/* Secrets that stand alone on the line below the command that printed them, as transcripts and notes have it. */

export const printedSecrets: Family = {
  name: 'printed-secrets',
  detectors: [
    {
      id: 'printed_secret',
      title: 'a secret that a command printed',
      group: 'secret',
      generic: true,
      rules: passwordRules(PASSWORDS_TABLE, 'printed_secret'),
    },
  ],
};
