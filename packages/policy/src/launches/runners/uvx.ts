import { pypiPackages } from '../pypi-packages.js';
import { asItIs, type Runner } from '../runner.js';

const IDLE = ['q', 'quiet', 'v', 'verbose', 'no-progress', 'n', 'no-cache'];
/** Settings and variables of this machine that are not read. */
const TIGHTENS = ['isolated', 'no-config', 'no-env-file'];

/** https://docs.astral.sh/uv/reference/cli/#uv-tool-run */
export const uvx: Runner = {
  kind: pypiPackages,
  programs: ['uvx'],
  commands: [[]],
  table: {
    flags: [
      ...IDLE,
      ...TIGHTENS,
      'offline',
      'refresh',
      'U',
      'upgrade',
      'no-index',
      'no-build',
      'no-binary',
      'no-sources',
      'native-tls',
    ],
    valued:
      'p python i index-url index default-index extra-index-url f find-links index-strategy keyring-provider P upgrade-package refresh-package C config-setting link-mode with-editable with-requirements c constraints b build-constraints overrides cache-dir env-file directory project config-file color python-preference allow-insecure-host resolution prerelease exclude-newer'.split(
        ' ',
      ),
    packages: ['from'],
    besides: ['w', 'with'],
    joinsShort: true,
    weigh(name, value) {
      if (value !== undefined) return 'counts';
      return IDLE.includes(name) ? 'idle' : TIGHTENS.includes(name) ? 'tightens' : 'counts';
    },
  },
  readsBehind: false,
  readsFolder: true,
  toSpec: asItIs,
};

export const uvToolRun: Runner = { ...uvx, programs: ['uv'], commands: [['tool', 'run']] };
