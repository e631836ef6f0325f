import { approvals } from './approvals.js';
import { daemon } from './daemon.js';
import type { MetricGroup } from './group.js';
import { record } from './record.js';
import { servers } from './servers.js';
import { spend } from './spend.js';
import { traffic } from './traffic.js';

/** In the order in which they are shown. */
export const GROUPS: readonly MetricGroup[] = [daemon, servers, traffic, approvals, spend, record];
