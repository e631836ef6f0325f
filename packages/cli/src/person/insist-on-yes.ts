import { GuardError } from '@mcp-guard/core';
import { Declined } from './declined.js';
import { isYes, type Terminal } from './terminal.js';

export interface Question {
  /** The outcome of a no. */
  readonly outcome?: string;
  /** Text that `d` shows before the question comes again. */
  readonly details?: () => string;
}

/**
 * Throws POLICY_DENIED unless a person at the terminal says yes.
 * @param terminal nothing if there is none
 */
export async function insistOnYes(
  terminal: Terminal | undefined,
  question: string,
  { outcome = 'nothing was changed', details }: Question = {},
): Promise<void> {
  if (!terminal) {
    throw new GuardError('POLICY_DENIED', `there is no terminal to ask in, and ${outcome}`, {
      hint: 'run it in a terminal, or with --yes',
    });
  }
  const ask = async (): Promise<string | undefined> =>
    terminal.ask(`\n${question}? ${details ? '(d shows every change) [y/N/d]' : '[y/N]'} `);
  let answer = await ask();
  while (details && answer?.trim().toLowerCase() === 'd') {
    terminal.show(`\n${details()}`);
    answer = await ask(); // oxlint-disable-line no-await-in-loop -- asked again after each look
  }
  if (!isYes(answer)) throw new Declined(outcome);
}
