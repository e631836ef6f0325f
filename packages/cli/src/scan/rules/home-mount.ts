import { mountsOf, readContainerRun } from '../container-run.js';
import { isHomeFolder } from '../folders.js';
import { readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const homeMount: ScanRule = {
  id: 'home-mount',
  severity: 'high',
  title: 'a container into which a whole home is mounted',
  checkServer({ server: { run } }) {
    const launch = readLaunch(run);
    const container = launch && readContainerRun(launch);
    const home = container && mountsOf(container).find(isHomeFolder);
    if (home === undefined) return NONE;
    return [
      { why: `it gets all of ${showText(home)}, keys and clients' files included`, fix: 'mount the folders it needs' },
    ];
  },
};
