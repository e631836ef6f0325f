import type { HaltStatus } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

/** Routes for the halt of all calls: any process of the user may halt, and a person releases. */
export const haltRoutes: ControlRoutes = ({ halt }) => [
  {
    method: 'POST',
    path: '/halt',
    reach: 'page',
    answer: ({ body, requester }): Promise<HaltStatus> => halt.halt(body, requester),
  },
  {
    method: 'POST',
    path: '/release',
    reach: 'page',
    answer: ({ body, requester }): Promise<HaltStatus> => halt.release(body, requester),
  },
];
