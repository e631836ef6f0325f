import { idleFlags } from '../option-table.js';
import { npx } from './npx.js';
import type { Runner } from '../runner.js';

/** https://docs.deno.com/runtime/reference/cli/run/; what it may do (`--allow-net`) is for a base to name. */
export const denoRun: Runner = {
  ...npx,
  programs: ['deno'],
  commands: [['run'], ['x']],
  table: {
    ...npx.table,
    flags:
      'q quiet no-prompt A allow-all N allow-net R allow-read W allow-write E allow-env S allow-sys allow-run allow-ffi allow-import no-remote no-npm no-lock no-config cached-only'.split(
        ' ',
      ),
    valued: ['c', 'config', 'import-map', 'L', 'log-level', 'cert', 'preload', 'location'],
    packages: [],
    weigh: idleFlags('q', 'quiet', 'no-prompt'),
  },
  toSpec: (word) => (word.startsWith('npm:') ? word.slice('npm:'.length) : word.startsWith('jsr:') ? word : undefined),
};
