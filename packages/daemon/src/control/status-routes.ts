import type { DaemonHealth, DaemonStatus, NowView } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

export const statusRoutes: ControlRoutes = (daemon) => [
  { method: 'GET', path: '/status', reach: 'token', answer: (): DaemonStatus => daemon.status() },
  { method: 'GET', path: '/now', reach: 'token', answer: (): NowView => daemon.now() },
  { method: 'GET', path: '/health', reach: 'token', answer: (): DaemonHealth => daemon.health() },
];
