import type { ServerDetail, ServerView } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

/** The servers of the configuration, with what their tools may and how much of their limits is used. */
export const serverRoutes: ControlRoutes = ({ servers }) => [
  { method: 'GET', path: '/servers', reach: 'token', answer: (): readonly ServerView[] => servers.list() },
  {
    method: 'GET',
    path: '/servers/:id',
    reach: 'token',
    answer: ({ id, query }): Promise<ServerDetail> => servers.detail(id, query.get('role')),
  },
];
