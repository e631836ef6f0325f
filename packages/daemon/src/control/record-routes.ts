import type { PruneReport } from '@mcp-guard/core';
import { ownPeer } from '../identity/peer-credentials.js';
import type { ControlRoutes } from './control-routes.js';

/** What people remove from the record. */
export const recordRoutes: ControlRoutes = async (app, { daemon: { record } }) => {
  app.post<{ Body: unknown }>('/record/prune', async ({ body, raw }): Promise<PruneReport> =>
    record.prune(body, ownPeer(raw.socket)),
  );
};
