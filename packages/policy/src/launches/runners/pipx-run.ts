import { idleFlags } from '../option-table.js';
import { uvx } from './uvx.js';
import type { Runner } from '../runner.js';

/** https://pipx.pypa.io/stable/docs/#pipx-run; with `--path` the first word is a file or a URL. */
export const pipxRun: Runner = {
  ...uvx,
  programs: ['pipx'],
  commands: [['run']],
  table: {
    flags: ['q', 'quiet', 'v', 'verbose', 'no-cache', 'path', 'pypackages', 'system-site-packages'],
    valued: ['python', 'i', 'index-url', 'pip-args', 'backend'],
    packages: ['spec'],
    besides: ['with'],
    joinsShort: true,
    weigh: idleFlags('q', 'quiet', 'v', 'verbose', 'no-cache'),
  },
  readsFolder: false,
};
