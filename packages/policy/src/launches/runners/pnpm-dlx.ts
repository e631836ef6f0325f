import { idleFlags } from '../option-table.js';
import { npx } from './npx.js';
import type { Runner } from '../runner.js';

/** https://pnpm.io/cli/dlx */
export const pnpmDlx: Runner = {
  ...npx,
  programs: ['pnpm'],
  commands: [['dlx']],
  table: {
    ...npx.table,
    flags: ['s', 'silent', 'shell-mode', 'offline', 'prefer-offline', 'ignore-scripts'],
    valued: ['reporter', 'allow-build', 'C', 'dir', 'registry', 'store-dir', 'cache-dir', 'userconfig', 'loglevel'],
    packages: ['package'],
    weigh: idleFlags('s', 'silent'),
  },
};

export const pnpx: Runner = { ...pnpmDlx, programs: ['pnpx', 'pnx'], commands: [[]] };
