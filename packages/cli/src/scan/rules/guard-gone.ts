import { isGuard, scriptOf } from '../guard-launch.js';
import { isGone } from '../is-gone.js';
import { readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const guardGone: ScanRule = {
  id: 'guard-gone',
  severity: 'medium',
  title: 'a server that is started through a Node or an `mcp-guard` that was not found',
  checkServer({ file, server: { run, disabled } }) {
    const launch = readLaunch(run);
    if (disabled || !launch || !isGuard(launch)) return NONE;
    const gone = [launch.command, scriptOf(launch) ?? ''].find((path) => isGone(path, file));
    if (gone === undefined) return NONE;
    const why = `${showText(gone)} was not found, so this client cannot start the server`;
    return [{ why, fix: { words: 'write the entry again:', command: 'mcp-guard init' } }];
  },
};
