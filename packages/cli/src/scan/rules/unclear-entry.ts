import { NONE, type Rule } from '../rule.js';
import { showText } from '../../show-text.js';

export const unclearEntry: Rule = {
  id: 'unclear-entry',
  severity: 'high',
  title: 'an entry of which it cannot be told what it starts, while a client may know',
  checkServer: ({ server: { run } }) =>
    run.kind === 'unknown'
      ? [{ why: `it cannot be told how it runs: ${showText(run.why)}`, fix: 'correct the entry, or remove it' }]
      : NONE,
};
