import { GuardError, type JsonValue } from '@mcp-guard/core';
import type { FastifyInstance } from 'fastify';
import type { ControlRoute } from '../../control/control-route.js';
import { HEADERS } from '../headers.js';
import { findSignedIn, insistOnToken, toRequester, type SignedIn } from '../signed-in.js';
import type { WebParts } from '../web-parts.js';
import type { RegisterRoutes } from './web-route.js';

/** What the page asks for: the routes of the control API that are not for commands only, and what concerns the page itself. */
export const apiRoutes: RegisterRoutes = (app, parts) => {
  for (const route of parts.routes) if (route.reach !== 'commands') addRoute(app, parts, route);
  app.get('/api/page', ({ headers }) => parts.pageView(insistOnToken(headers, parts).page));
  app.post('/api/leave', ({ headers }) => {
    parts.pages.close(insistOnToken(headers, parts).token);
    return {};
  });
  app.get('/api/events', ({ headers }, reply) => {
    parts.viewers.insistOnRoom();
    reply.hijack();
    parts.viewers.add(reply.raw, HEADERS, () => findSignedIn(headers, parts.pages, parts.bearer) !== undefined);
  });
};

function addRoute(app: FastifyInstance, parts: WebParts, route: ControlRoute): void {
  const { method, path, reach } = route;
  app.route<{ Params: { id?: string }; Body: JsonValue | undefined }>({
    method,
    url: `/api${path}`,
    async handler({ headers, params, body, url }) {
      const signedIn = insistOnToken(headers, parts);
      if (reach === 'page') insistOnPage(parts, signedIn);
      const query = new URLSearchParams(url.split('?', 2)[1]);
      return route.answer({ id: params.id ?? '', query, body, requester: toRequester(signedIn) });
    },
  });
}

/** Throws why nothing may be changed from there. */
function insistOnPage({ refuseChange }: WebParts, { page }: SignedIn): void {
  if (!page)
    throw new GuardError('POLICY_DENIED', 'the token reads only', { hint: { command: 'mcp-guard dashboard' } });
  const refusal = refuseChange(page);
  if (refusal) throw refusal;
}
