import { isGuarded } from '../guarded.js';
import { NONE, type Rule } from '../rule.js';
import { tell } from '../../tell.js';

export const bypassesGuard: Rule = {
  id: 'bypasses-guard',
  severity: 'medium',
  title: 'a server that is not started through `mcp-guard connect`',
  checkServer({ file, server }) {
    const { name, run, disabled } = server;
    if (disabled || run.kind === 'unknown') return NONE; // `unclear-entry`
    if (run.kind === 'remote') {
      const fix = 'prefer a server that a command starts: this version guards those only';
      return [{ why: 'its calls are neither checked nor recorded', fix }];
    }
    if (isGuarded({ file, server })) return NONE;
    const fix = `start it with mcp-guard connect -s ${tell(name)}`;
    return [{ why: 'its calls are neither checked nor recorded', fix }];
  },
};
