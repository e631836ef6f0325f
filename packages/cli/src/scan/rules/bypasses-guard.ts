import { isGuard } from '../guard-launch.js';
import { isGuarded } from '../guarded.js';
import { readLaunch } from '../launch.js';
import { NONE, type Rule } from '../rule.js';
import { showText } from '../../show-text.js';

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
    const fix = `start it with mcp-guard connect -s ${showText(name)}`;
    const launch = readLaunch(run);
    const isNamesake = launch !== undefined && isGuard(launch);
    return [{ why: isNamesake ? NAMESAKE : 'its calls are neither checked nor recorded', fix }];
  },
};

const NAMESAKE = 'what it starts is called mcp-guard, and may be a program of the project';
