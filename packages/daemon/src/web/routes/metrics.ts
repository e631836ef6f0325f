import type { RegisterRoutes } from './web-route.js';
import type { Exposition } from '../../metrics/prometheus.js';

/** What Prometheus scrapes, with the token. */
export const metricsRoutes: RegisterRoutes = (app, { metrics }) => {
  let exposition: Promise<Exposition> | undefined;
  app.get('/metrics', async (_, reply) => {
    exposition ??= import('../../metrics/prometheus.js').then(({ openExposition }) => openExposition(metrics));
    const shown = await exposition;
    return reply.type(shown.contentType).send(await shown.text());
  });
};
