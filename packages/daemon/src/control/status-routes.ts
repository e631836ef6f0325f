import type { DaemonHealth, DaemonStatus } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

export const statusRoutes: ControlRoutes = (daemon) => [
  { method: 'GET', path: '/status', reach: 'token', answer: (): DaemonStatus => daemon.status() },
  {
    method: 'GET',
    path: '/health',
    reach: 'token',
    answer(): DaemonHealth {
      const { audit, config } = daemon.status();
      const reasons = [...(audit.failure === null ? [] : [`audit: ${audit.failure}`]), ...config.problems];
      return { healthy: reasons.length === 0, reasons };
    },
  },
];
