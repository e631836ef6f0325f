import type { DaemonHealth } from '@mcp-guard/core';
import type { ControlRoutes } from './control-routes.js';

export const statusRoutes: ControlRoutes = async (app, { daemon }) => {
  app.get('/status', async () => daemon.status());
  app.get('/health', async (): Promise<DaemonHealth> => {
    const { audit, config } = daemon.status();
    const reasons = [...(audit.failure === null ? [] : [`audit: ${audit.failure}`]), ...config.problems];
    return { healthy: reasons.length === 0, reasons };
  });
};
