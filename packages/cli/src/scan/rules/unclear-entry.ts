import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const unclearEntry: ScanRule = {
  id: 'unclear-entry',
  severity: 'high',
  title: 'an entry that does not show what it starts, though a client may know',
  checkServer: ({ server: { run } }) =>
    run.kind === 'unknown'
      ? [{ why: `it is unclear how it runs: ${showText(run.why)}`, fix: 'correct the entry, or remove it' }]
      : NONE,
};
