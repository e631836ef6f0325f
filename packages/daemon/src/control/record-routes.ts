import type { PruneReport } from '@mcp-guard/core';
import { ownPeer } from '../identity/peer-credentials.js';
import type { ControlRoutes } from './control-route.js';

/** What people remove from the record. */
export const recordRoutes: ControlRoutes = ({ record }) => [
  {
    method: 'POST',
    path: '/record/prune',
    answer: ({ body, socket }): Promise<PruneReport> => record.prune(body, ownPeer(socket)),
  },
];
