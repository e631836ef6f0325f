import type { Check } from './check.js';
import { clients } from './checks/clients.js';
import { compileCache } from './checks/compile-cache.js';
import { configuration } from './checks/configuration.js';
import { daemon } from './checks/daemon.js';
import { halt } from './checks/halt.js';
import { machine } from './checks/machine.js';
import { modes } from './checks/modes.js';
import { network } from './checks/network.js';
import { node } from './checks/node.js';
import { otherDaemons } from './checks/other-daemons.js';
import { program } from './checks/program.js';
import { record } from './checks/record.js';
import { searchPath } from './checks/search-path.js';
import { service } from './checks/service.js';

/** In the order of the report: what others depend on comes first. */
export const CHECKS: readonly Check[] = [
  node,
  program,
  compileCache,
  searchPath,
  modes,
  configuration,
  machine,
  daemon,
  halt,
  otherDaemons,
  record,
  clients,
  network,
  service,
];
