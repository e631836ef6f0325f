import type { ControlRoutes } from './control-routes.js';

export const stopRoutes: ControlRoutes = async (app, { state }) => {
  app.post('/stop', async () => state.stop());
};
