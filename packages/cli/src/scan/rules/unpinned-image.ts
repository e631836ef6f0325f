import { readContainerRun } from '../container-run.js';
import { readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const unpinnedImage: ScanRule = {
  id: 'unpinned-image',
  severity: 'medium',
  title: 'a container image without a digest or a version',
  checkServer({ server: { run } }) {
    const launch = readLaunch(run);
    const image = launch && readContainerRun(launch)?.image;
    if (image === undefined || /[${}]/.test(image) || isPinned(image)) return NONE;
    const why = `${showText(image)} is whatever has that name in the registry today`;
    return [{ why, fix: 'name a digest, as in image@sha256:…, or a version' }];
  },
};

const DIGEST = /@sha256:[0-9a-f]{64}$/;
/** `1.2`, `v1.2.3-alpine`, a date, a commit. */
const VERSION = /^(?:v?\d{1,9}\.\d|\d{8}|[0-9a-f]{12,40}$)/;

function isPinned(image: string): boolean {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return DIGEST.test(image) || (name.includes(':') && VERSION.test(name.slice(name.indexOf(':') + 1)));
}
