import { findSignedIn } from '../signed-in.js';
import type { RegisterRoutes } from './web-route.js';
import { GuardError } from '@mcp-guard/core';
import type { Exposition } from '../../metrics/prometheus.js';

/** What Prometheus scrapes, with the token. */
export const metricsRoutes: RegisterRoutes = (app, { metrics, pages, bearer }) => {
  let exposition: Promise<Exposition> | undefined;
  app.get('/metrics', async ({ headers }, reply) => {
    if (!findSignedIn(headers, pages, bearer)) throw new GuardError('UNAUTHENTICATED', 'no token');
    exposition ??= import('../../metrics/prometheus.js').then(({ openExposition }) => openExposition(metrics));
    const shown = await exposition;
    return reply.type(shown.contentType).send(await shown.text());
  });
};
