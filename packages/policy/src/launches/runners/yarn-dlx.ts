import { idleFlags } from '../option-table.js';
import { npx } from './npx.js';
import type { Runner } from '../runner.js';

/** https://yarnpkg.com/cli/dlx */
export const yarnDlx: Runner = {
  ...npx,
  programs: ['yarn', 'yarnpkg'],
  commands: [['dlx']],
  table: { ...npx.table, flags: ['q', 'quiet'], valued: ['cwd'], weigh: idleFlags('q', 'quiet') },
};
