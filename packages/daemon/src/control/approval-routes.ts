import { GuardError, isObject, type ApprovalView } from '@mcp-guard/core';
import { ownPeer } from '../identity/peer-credentials.js';
import type { ControlRoutes } from './control-routes.js';

const MAX_LISTED = 1000;

/** What is held, and what people decide about it. */
export const approvalRoutes: ControlRoutes = async (app, { daemon: { approvals } }) => {
  app.get<{ Querystring: { decided?: string } }>('/approvals', async ({ query }): Promise<readonly ApprovalView[]> =>
    approvals.list(query.decided === 'true', MAX_LISTED),
  );
  app.get<{ Params: { id: string } }>('/approvals/:id', async ({ params }): Promise<ApprovalView> => {
    const approval = approvals.get(params.id);
    if (!approval) throw new GuardError('MALFORMED_MESSAGE', 'there is no such approval');
    return approval;
  });
  app.post('/approvals/passphrase', async () => {
    approvals.passphraseChanged();
    return {};
  });
  app.post<{ Body: unknown }>('/approvals/passphrase/off', async ({ body }) => {
    const [at, signature] = isObject(body) ? [body['at'], body['signature']] : [];
    if (typeof at !== 'number' || typeof signature !== 'string') {
      throw new GuardError('MALFORMED_MESSAGE', 'this does not prove knowledge of the passphrase');
    }
    approvals.giveUpPassphrase(at, signature);
    return {};
  });
  app.post<{ Body: unknown }>('/approvals/decide', async ({ body, raw }): Promise<ApprovalView> =>
    approvals.decide(body, ownPeer(raw.socket)),
  );
};
