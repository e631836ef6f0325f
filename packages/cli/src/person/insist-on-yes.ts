import { GuardError } from '@mcp-guard/core';
import { Declined } from './declined.js';
import { isYes, type Terminal } from './terminal.js';

/**
 * Throws POLICY_DENIED unless a person at the terminal says yes.
 * @param terminal nothing if there is none
 * @param outcome what is so after a no
 */
export async function insistOnYes(
  terminal: Terminal | undefined,
  question: string,
  outcome: string = 'nothing was changed',
): Promise<void> {
  if (!terminal) {
    throw new GuardError('POLICY_DENIED', `there is no terminal to ask in, and ${outcome}`, {
      hint: 'run it in a terminal, or with --yes',
    });
  }
  if (!isYes(await terminal.ask(`\n${question}? [y/N] `))) throw new Declined(outcome);
}
