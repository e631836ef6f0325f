import { idleFlags } from '../option-table.js';
import { npx } from './npx.js';
import type { Runner } from '../runner.js';

/** https://bun.sh/docs/cli/bunx */
export const bunx: Runner = {
  ...npx,
  programs: ['bunx'],
  table: {
    ...npx.table,
    flags: ['y', 'silent', 'verbose', 'bun', 'b', 'no-install'],
    valued: ['cwd', 'config', 'c', 'preload', 'r', 'env-file', 'registry'],
    weigh: idleFlags('y', 'silent', 'verbose'),
  },
};

export const bunX: Runner = { ...bunx, programs: ['bun'], commands: [['x']] };
