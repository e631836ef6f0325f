import type { Described, Rule } from '../detector.js';

/** Rules that are looked for together: each selection has an index of its own. */
export type Selection = 'all' | 'without network' | 'seams' | 'numbers' | 'addresses';

/** Types at seams that a check sum, a sign or separators tell, and no word of their own. */
const NUMBERS: ReadonlySet<string> = new Set(['credit_card', 'iban', 'phone', 'ssn']);
const ADDRESSES: ReadonlySet<string> = new Set(['email']);

export const SELECTIONS: Readonly<Record<Selection, (detector: Described, rule: Rule) => boolean>> = {
  all: () => true,
  // Times and hashes are full of what could begin the address of a machine, so that most of what is to be looked at in a
  // log is for them alone.
  'without network': ({ group }) => group !== 'pii.network',
  seams: (_, { seams }) => seams !== undefined,
  numbers: ({ id }) => NUMBERS.has(id),
  addresses: ({ id }) => ADDRESSES.has(id),
};
