import type { RegisterRoutes } from './web-route.js';

/** The page, which shows nothing before it has signed in. */
export const pageRoutes: RegisterRoutes = (app, { files }) => {
  app.get('/', { config: { audience: 'anybody', isOpen: true } }, (_, reply) =>
    reply.type('text/html; charset=utf-8').send(files.index('')),
  );
  for (const [name, { type, bytes }] of files.assets) {
    app.get(`/assets/${name}`, { config: { isOpen: true } }, (_, reply) => reply.type(type).send(bytes));
  }
};
