import { GuardError } from '@mcp-guard/core';
import { openLaunchd } from './launchd.js';
import type { ServiceManager, ServiceSystem } from './service-manager.js';
import { openSystemd } from './systemd.js';

const MANAGERS: ReadonlyMap<NodeJS.Platform, (system: ServiceSystem) => ServiceManager> = new Map([
  ['linux', openSystemd],
  ['darwin', openLaunchd],
]);

/** Throws DAEMON_UNAVAILABLE where none is known. */
export function openManager(system: ServiceSystem): ServiceManager {
  const open = MANAGERS.get(system.platform);
  if (open) return open(system);
  throw new GuardError('DAEMON_UNAVAILABLE', 'no manager of services is known on this system', {
    hint: { words: 'start the daemon with:', command: 'mcp-guard start -d' },
  });
}
