import { count } from '../output/count.js';
import { insistOnYes } from '../person/insist-on-yes.js';
import { openTerminal } from '../person/terminal.js';
import type { ScanRun } from './run-scan.js';

/**
 * Asks a person whether the findings are as they should be. It needs a terminal, as a change that allows more does: an agent
 * could hide what it did. Throws POLICY_DENIED if there is none, or the answer is no.
 */
export async function acceptFindings({ open, accept }: Pick<ScanRun, 'open' | 'accept'>): Promise<void> {
  const terminal = openTerminal('scan --accept');
  try {
    await insistOnYes(terminal, `accept ${count(open, 'finding')}, and only count them from now on`);
  } finally {
    terminal.close();
  }
  accept();
}
