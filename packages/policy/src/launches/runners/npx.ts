import { npmPackages } from '../npm-packages.js';
import { asItIs, type Runner } from '../runner.js';
import { NPM_FLAGS, NPM_VALUED, weighNpm } from './npm-options.js';

/** https://docs.npmjs.com/cli/commands/npx: what stands behind the package is the package’s. */
export const npx: Runner = {
  kind: npmPackages,
  programs: ['npx', 'npx-cli.js'],
  commands: [[]],
  table: {
    flags: NPM_FLAGS,
    valued: NPM_VALUED,
    packages: ['p', 'package'],
    besides: [],
    joinsShort: false,
    weigh: weighNpm,
  },
  readsBehind: false,
  readsFolder: true,
  toSpec: asItIs,
};
