import { GuardError, isObject, type ApprovalView } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

const MAX_LISTED = 1000;

/** What is held, and what people decide about it. */
export const approvalRoutes: ControlRoutes = ({ approvals }) => [
  {
    method: 'GET',
    path: '/approvals',
    reach: 'token',
    answer: ({ query }): readonly ApprovalView[] => approvals.list(query.get('decided') === 'true', MAX_LISTED),
  },
  {
    method: 'GET',
    path: '/approvals/:id',
    reach: 'token',
    answer({ id }): ApprovalView {
      const approval = approvals.get(id);
      if (!approval) throw new GuardError('MALFORMED_MESSAGE', 'there is no such approval');
      return approval;
    },
  },
  {
    method: 'POST',
    path: '/approvals/passphrase',
    reach: 'commands',
    answer() {
      approvals.passphraseChanged();
      return {};
    },
  },
  {
    method: 'POST',
    path: '/approvals/passphrase/off',
    reach: 'commands',
    answer({ body }) {
      const [at, signature] = isObject(body) ? [body['at'], body['signature']] : [];
      if (typeof at !== 'number' || typeof signature !== 'string') {
        throw new GuardError('MALFORMED_MESSAGE', 'this does not prove knowledge of the passphrase');
      }
      approvals.giveUpPassphrase(at, signature);
      return {};
    },
  },
  {
    method: 'POST',
    path: '/approvals/decide',
    reach: 'page',
    answer: ({ body, requester }): Promise<ApprovalView> => approvals.decide(body, requester),
  },
];
