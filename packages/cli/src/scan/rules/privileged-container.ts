import { mountsOf, readContainerRun, type ContainerRun } from '../container-run.js';
import { isRootFolder } from '../folders.js';
import { readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';
import { showText } from '../../output/show-text.js';

export const privilegedContainer: ScanRule = {
  id: 'privileged-container',
  severity: 'critical',
  title: 'a container that isolates nothing: `--privileged`, all capabilities, the host’s root or Docker’s own socket',
  checkServer({ server: { run } }) {
    const launch = readLaunch(run);
    const container = launch && readContainerRun(launch);
    const hole = container && findHole(container);
    if (hole === undefined) return NONE;
    return [
      { why: `${showText(hole)} gives the container this whole machine`, fix: 'give it only the folders it needs' },
    ];
  },
};

const CAPABILITIES = /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE)$/i;

function findHole(container: ContainerRun): string | undefined {
  const option = container.options.find(
    ([name, value]) =>
      (name === 'privileged' && value !== 'false') ||
      (name === 'cap-add' && CAPABILITIES.test(value)) ||
      (name === 'pid' && value === 'host'),
  );
  if (option) return option[0] === 'privileged' ? '--privileged' : `--${option[0]} ${option[1]}`;
  const mount = mountsOf(container).find((source) => isRootFolder(source) || source.endsWith('docker.sock'));
  return mount === undefined ? undefined : `the mount of ${mount}`;
}
