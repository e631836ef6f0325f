import { isGuard } from '../guard-launch.js';
import { isGuarded } from '../guarded.js';
import { readLaunch } from '../launch.js';
import { NONE, type Rule } from '../rule.js';

export const bypassesGuard: Rule = {
  id: 'bypasses-guard',
  severity: 'medium',
  title: 'a server that is not started through `mcp-guard connect`',
  checkServer({ file, server }) {
    const { run, disabled } = server;
    if (disabled || run.kind === 'unknown') return NONE; // `unclear-entry`
    if (isGuarded({ file, server })) return NONE;
    const launch = readLaunch(run);
    const why = launch && isGuard(launch) ? NAMESAKE : 'its calls are neither checked nor recorded';
    const command = file.scope === 'project' ? 'mcp-guard init --project in its folder' : 'mcp-guard init';
    const fix = `${command} puts it behind the guard, or says why it cannot`;
    return [{ why, fix }];
  },
};

const NAMESAKE = 'what it starts is called mcp-guard, and may be a program of the project';
