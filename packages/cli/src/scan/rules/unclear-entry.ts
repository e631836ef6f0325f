import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const unclearEntry: ScanRule = {
  id: 'unclear-entry',
  severity: 'high',
  title: 'an entry whose command cannot be determined',
  checkServer: ({ server: { run } }) =>
    run.kind === 'unknown'
      ? [{ why: `its command cannot be determined: ${showText(run.why)}`, fix: 'correct the entry, or remove it' }]
      : NONE,
};
