import { isGuard } from '../guard-launch.js';
import { isGone } from '../is-gone.js';
import { readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const commandGone: ScanRule = {
  id: 'command-gone',
  severity: 'low',
  title: 'a server whose command was not found',
  checkServer({ file, server: { run, disabled } }) {
    const launch = readLaunch(run);
    if (disabled || !launch || isGuard(launch) || !isGone(launch.command, file)) return NONE; // `guard-gone`
    const why = `${showText(launch.command)} was not found, so this client cannot start the server`;
    return [{ why, fix: 'install it again, or remove the entry' }];
  },
};
