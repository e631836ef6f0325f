import type { PruneReport } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

/** Routes that remove from the record. */
export const recordRoutes: ControlRoutes = ({ record }) => [
  {
    method: 'POST',
    path: '/record/prune',
    reach: 'commands',
    answer: ({ body, requester }): Promise<PruneReport> => record.prune(body, requester),
  },
];
