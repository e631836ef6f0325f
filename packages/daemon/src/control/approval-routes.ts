import { GuardError } from '@mcp-guard/core';
import type { ApprovalView } from '@mcp-guard/store';
import { ownPeer } from '../identity/peer-credentials.js';
import type { ControlRoutes } from './registry.js';

const MAX_LISTED = 1000;

/** What is held, and what people decide about it. */
export const approvalRoutes: ControlRoutes = async (app, { state: { approvals } }) => {
  app.get<{ Querystring: { decided?: string } }>('/approvals', async ({ query }): Promise<readonly ApprovalView[]> =>
    approvals.list(query.decided === 'true', MAX_LISTED),
  );
  app.get<{ Params: { id: string } }>('/approvals/:id', async ({ params }): Promise<ApprovalView> => {
    const approval = approvals.get(params.id);
    if (!approval) throw new GuardError('MALFORMED_MESSAGE', 'there is no such approval');
    return approval;
  });
  app.post('/approvals/passphrase', async () => approvals.passphraseChanged());
  app.post<{ Body: unknown }>('/approvals/decide', async ({ body, raw }): Promise<ApprovalView> =>
    approvals.decide(body, ownPeer(raw.socket)),
  );
};
