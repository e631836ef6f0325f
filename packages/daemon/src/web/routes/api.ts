import { GuardError } from '@mcp-guard/core';
import { answerRequest } from '../../control/answer-request.js';
import type { ControlRoute } from '../../control/control-route.js';
import type { Requester } from '../../identity/requester.js';
import { HEADERS } from '../headers.js';
import { findSignedIn, insistOnToken, toRequester, type SignedIn } from '../signed-in.js';
import type { WebParts } from '../web-parts.js';
import type { RegisterRoutes } from './web-route.js';

const PREFIX = '/api';
const MAX_BODY_BYTES = 2 ** 20;

/** Routes for the page: those of the control API that are not for commands only, and its own. */
export const apiRoutes: RegisterRoutes = (app, parts) => {
  const routes = parts.routes.filter(({ reach }) => reach !== 'commands');
  app.route({
    method: ['GET', 'POST'],
    url: `${PREFIX}/*`,
    async handler({ raw: request, headers, url }, reply) {
      const signedIn = insistOnToken(headers, parts);
      const requesterOf = ({ reach }: ControlRoute): Requester => {
        if (reach === 'page') insistOnPage(parts, signedIn);
        return toRequester(signedIn);
      };
      const asked = { request, url: url.slice(PREFIX.length), maxBytes: MAX_BODY_BYTES, requesterOf };
      return (await answerRequest(routes, asked)) ?? reply.callNotFound();
    },
  });
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

/** Throws why nothing may be changed from there. */
function insistOnPage({ refuseChange }: WebParts, { page }: SignedIn): void {
  if (!page)
    throw new GuardError('POLICY_DENIED', 'the token reads only', { hint: { command: 'mcp-guard dashboard' } });
  const refusal = refuseChange(page);
  if (refusal) throw refusal;
}
