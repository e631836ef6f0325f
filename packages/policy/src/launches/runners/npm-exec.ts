import { npx } from './npx.js';
import type { Runner } from '../runner.js';

/** https://docs.npmjs.com/cli/commands/npm-exec: options count wherever they stand before `--`, and `-p` is no package. */
export const npmExec: Runner = {
  ...npx,
  programs: ['npm', 'npm-cli.js'],
  commands: [['exec'], ['x']],
  table: { ...npx.table, packages: ['package'] },
  readsBehind: true,
};
