import type { ControlRoutes } from './registry.js';

export const stopRoutes: ControlRoutes = async (app, { state }) => {
  app.post('/stop', async () => state.stop());
};
