import type { OptionTable } from '../option-table.js';

/**
 * The options of `npx` and `npm exec`: https://docs.npmjs.com/cli/using-npm/config. An option that is left out cannot
 * be read, so it names nothing.
 */
export const NPM_FLAGS: readonly string[] =
  'y yes q quiet s silent d dd ddd verbose no-color no-progress no-audit no-fund no-update-notifier offline prefer-offline prefer-online no no-install ignore-scripts foreground-scripts g global ws workspaces include-workspace-root'.split(
    ' ',
  );

export const NPM_VALUED: readonly string[] =
  'c call registry prefix cache userconfig globalconfig w workspace node-options script-shell shell tag loglevel before proxy https-proxy noproxy cafile'.split(
    ' ',
  );

/** Options that only change messages and questions on the way. */
const IDLE: ReadonlySet<string> = new Set(
  'y yes q quiet s silent d dd ddd verbose no-color no-progress no-audit no-fund no-update-notifier'.split(' '),
);

export const weighNpm: OptionTable['weigh'] = (name, value) => {
  if (value !== undefined) return 'counts';
  return IDLE.has(name) ? 'idle' : name === 'ignore-scripts' ? 'tightens' : 'counts';
};
