import { findProgram } from '@mcp-guard/policy';
import { ok, warn, type Check } from '../check.js';

/** Agents are kept from the guard's own program as a whole. */
export const program: Check = {
  id: 'program',
  run({ tools: { guardProgram } }) {
    const { checkout } = findProgram([], guardProgram);
    if (checkout === undefined) return ok('no message may change the program of the guard');
    return warn(
      `the guard runs from a checkout, ${checkout}: a message that names its program by a single word may change it`,
      { words: 'install the package as the README says, then:', command: 'mcp-guard init' },
    );
  },
};
