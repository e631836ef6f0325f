import { GuardError, type CallDetail, type CallPage, type SessionView } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

export const callRoutes: ControlRoutes = (daemon) => [
  { method: 'GET', path: '/sessions', reach: 'token', answer: (): readonly SessionView[] => daemon.sessions() },
  { method: 'GET', path: '/calls', reach: 'token', answer: ({ query }): Promise<CallPage> => daemon.calls.page(query) },
  {
    method: 'GET',
    path: '/calls/:id',
    reach: 'token',
    async answer({ id }): Promise<CallDetail> {
      const call = await daemon.calls.detail(id);
      if (!call) throw new GuardError('MALFORMED_MESSAGE', 'the record has no call with this id');
      return call;
    },
  },
];
