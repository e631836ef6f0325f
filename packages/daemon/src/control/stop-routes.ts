import type { ControlRoutes } from './control-routes.js';

export const stopRoutes: ControlRoutes = async (app, { daemon }) => {
  app.post('/stop', async () => daemon.stop());
};
