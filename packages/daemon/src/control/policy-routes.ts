import { isObject, userName, type PolicyView, type ScanView } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

/** The configuration in force, and what is wrong with those of clients. */
export const policyRoutes: ControlRoutes = ({ policy, scans }) => [
  { method: 'GET', path: '/policy', reach: 'token', answer: (): PolicyView => policy.view() },
  {
    method: 'POST',
    path: '/policy/acknowledge',
    reach: 'page',
    answer({ body, requester }): PolicyView {
      const by = isObject(body) ? body['by'] : undefined;
      const name = typeof by === 'string' && by !== '' ? by : userName();
      return policy.acknowledge(name, requester.decider({ hasPassphrase: false }));
    },
  },
  { method: 'GET', path: '/scan', reach: 'token', answer: (): ScanView => scans.view },
  { method: 'POST', path: '/scan', reach: 'page', answer: (): ScanView => scans.start() },
];
