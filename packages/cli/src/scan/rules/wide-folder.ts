import { readContainerRun } from '../container-run.js';
import { isHomeFolder, isRootFolder } from '../folders.js';
import { readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const wideFolder: ScanRule = {
  id: 'wide-folder',
  severity: 'high',
  title: 'a server that is given the whole disk or a whole home as an argument',
  checkServer({ server: { run } }) {
    const launch = readLaunch(run);
    if (!launch || readContainerRun(launch)) return NONE; // what is mounted counts there
    const folder = launch.args.map(valueOf).find((arg) => isRootFolder(arg) || isHomeFolder(arg));
    if (folder === undefined) return NONE;
    const why = `it is given all of ${showText(folder)}, keys and clients' files included`;
    return [{ why, fix: 'name the folders it needs' }];
  },
};

/** `--root=/` is `/`. */
const valueOf = (arg: string): string => (arg.startsWith('-') ? arg.slice(arg.indexOf('=') + 1) : arg);
