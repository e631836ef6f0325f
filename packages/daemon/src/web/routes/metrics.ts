import type { RegisterRoutes } from './web-route.js';
import { CONTENT_TYPE, openExposition } from '../../metrics/prometheus.js';

/** Prometheus scrapes this with the token. */
export const metricsRoutes: RegisterRoutes = (app, { metrics }) => {
  let scrape: (() => Promise<string>) | undefined;
  app.get('/metrics', async (_, reply) => {
    scrape ??= openExposition(metrics);
    return reply.type(CONTENT_TYPE).send(await scrape());
  });
};
