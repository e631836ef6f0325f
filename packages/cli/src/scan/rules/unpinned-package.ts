import { readLaunch } from '../launch.js';
import { readPackageRun } from '../package-run.js';
import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const unpinnedPackage: ScanRule = {
  id: 'unpinned-package',
  severity: 'medium',
  title: 'a package that is downloaded without an exact version (`npx`, `uvx`, `bunx`, `pnpm dlx` …)',
  checkServer({ server: { run } }) {
    const launch = readLaunch(run);
    const started = launch && readPackageRun(launch);
    if (!started || started.isPinned) return NONE;
    const why = `${showText(started.spec)} is not pinned to a version`;
    return [{ why, fix: `name an exact version, as in ${started.example}` }];
  },
};
