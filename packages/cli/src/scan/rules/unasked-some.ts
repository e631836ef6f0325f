import { count } from '../../output/count.js';
import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const unaskedSome: ScanRule = {
  id: 'unasked-some',
  severity: 'low',
  title: 'a server some of whose tools are called without asking',
  checkServer({ server: { unasked } }) {
    if (unasked === true || unasked.length === 0) return NONE;
    const why = `${count(unasked.length, 'tool')} called without asking you: ${showText(unasked.join(', '))}`;
    return [{ why, fix: 'keep only those that change nothing' }];
  },
};
