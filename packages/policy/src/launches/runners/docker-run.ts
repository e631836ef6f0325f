import { decidesLaunch } from '../../text/loads-code.js';
import { ociImages } from '../oci-images.js';
import type { Weight } from '../option-table.js';
import { asItIs, type Runner } from '../runner.js';

const IDLE: ReadonlySet<string> = new Set([
  'i',
  'interactive',
  't',
  'tty',
  'rm',
  'q',
  'quiet',
  'init',
  'name',
  'sig-proxy',
]);
/** Limits, which a server may have beside what a base names. */
const TIGHTENS: ReadonlySet<string> = new Set(['read-only', 'cap-drop', 'm', 'memory', 'cpus', 'pids-limit']);

/** https://docs.docker.com/reference/cli/docker/container/run/; every option that is no flag has a value. */
export const dockerRun: Runner = {
  kind: ociImages,
  programs: ['docker', 'podman', 'nerdctl'],
  commands: [['run'], ['container', 'run']],
  table: {
    flags:
      'i interactive t tty d detach rm q quiet init sig-proxy P publish-all privileged read-only oom-kill-disable no-healthcheck disable-content-trust replace D debug tls tlsverify remote'.split(
        ' ',
      ),
    valued:
      'name e env env-file v volume mount tmpfs entrypoint w workdir u user p publish expose network net network-alias ip add-host dns h hostname l label platform pull cap-add cap-drop security-opt device gpus runtime pid ipc uts userns cgroupns volumes-from volume-driver m memory memory-swap cpus c cpu-shares pids-limit ulimit shm-size restart stop-signal stop-timeout log-driver log-opt group-add annotation sysctl secret rootfs context H host config log-level connection url'.split(
        ' ',
      ),
    packages: [],
    besides: [],
    joinsShort: true,
    weigh(name, value = ''): Weight {
      if (IDLE.has(name)) return 'idle';
      if (name === 'e' || name === 'env') return decidesLaunch(value.split('=', 1)[0] ?? '') ? 'counts' : 'idle';
      const isAlone = (name === 'network' || name === 'net') && value === 'none';
      return TIGHTENS.has(name) || isAlone ? 'tightens' : 'counts';
    },
  },
  readsBehind: false,
  readsFolder: false,
  toSpec: asItIs,
};
