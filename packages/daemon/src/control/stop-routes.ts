import type { StopReport } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

export const stopRoutes: ControlRoutes = (daemon) => [
  { method: 'POST', path: '/stop', reach: 'commands', answer: (): Promise<StopReport> => daemon.stop() },
];
