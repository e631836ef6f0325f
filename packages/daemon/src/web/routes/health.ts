import { findSignedIn } from '../signed-in.js';
import type { RegisterRoutes } from './web-route.js';

/** For programs that look whether all is well. They need no token, and without one learn no reasons. */
export const healthRoutes: RegisterRoutes = (app, { health, isReady, pages, bearer }) => {
  app.get('/healthz', { config: { audience: 'anybody', isOpen: true } }, ({ headers }, reply) => {
    const { healthy, reasons } = health();
    reply.code(healthy ? 200 : 503);
    return reply.send(findSignedIn(headers, pages, bearer) ? { healthy, reasons } : { healthy });
  });
  app.get('/health/ready', { config: { audience: 'anybody', isOpen: true } }, (_, reply) => {
    const ready = isReady();
    return reply.code(ready ? 200 : 503).send({ ready });
  });
};
