import type { Hint } from '@mcp-guard/core';
import { isGuard } from '../guard-launch.js';
import { isGuarded } from '../guarded.js';
import { readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';

export const bypassesGuard: ScanRule = {
  id: 'bypasses-guard',
  severity: 'medium',
  title: 'a server that is not started through `mcp-guard connect`',
  checkServer({ file, server }) {
    const { run, disabled } = server;
    if (disabled || run.kind === 'unknown') return NONE; // `unclear-entry`
    if (isGuarded({ file, server })) return NONE;
    const launch = readLaunch(run);
    const why = launch && isGuard(launch) ? NAMESAKE : 'its calls are neither checked nor recorded';
    return [{ why, fix: file.scope === 'project' ? GUARD_PROJECT : GUARD }];
  },
};

const GUARD: Hint = { words: 'put it behind the guard, or see why it cannot be:', command: 'mcp-guard init' };
const GUARD_PROJECT: Hint = {
  words: 'put it behind the guard in its folder, or see why it cannot be:',
  command: 'mcp-guard init --project',
};
const NAMESAKE = 'what it starts is called mcp-guard, and may be a program of the project';
