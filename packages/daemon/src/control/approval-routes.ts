import {
  GuardError,
  isObject,
  type ApprovalDetail,
  type ApprovalView,
  type SessionView,
  type StandingPreview,
} from '@mcp-guard/core';
import type { ControlRoute, ControlRoutes } from './control-route.js';
import type { DaemonControl } from './daemon-control.js';

const MAX_LISTED = 1000;

/** Routes for calls that are held, and for the decisions of people about them. */
export const approvalRoutes: ControlRoutes = (daemon) => routesOf(daemon, daemon.approvals);

const routesOf = (daemon: DaemonControl, approvals: DaemonControl['approvals']): readonly ControlRoute[] => [
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
    answer: ({ id }): ApprovalView => insist(approvals.get(id)),
  },
  {
    method: 'GET',
    path: '/approvals/:id/detail',
    reach: 'token',
    async answer({ id }): Promise<ApprovalDetail> {
      const detail = insist(approvals.detail(id, ({ actor, server }) => claimOf(daemon.sessions(), actor, server)));
      return detail.client === null ? { ...detail, client: await recordedClient(daemon, detail.approval) } : detail;
    },
  },
  {
    method: 'GET',
    path: '/approvals/:id/preview',
    reach: 'token',
    answer: ({ id, query }): StandingPreview => insist(approvals.preview(id, query)),
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

function insist<T>(found: T | undefined): T {
  if (found === undefined) throw new GuardError('MALFORMED_MESSAGE', 'there is no such approval');
  return found;
}

/** The name that all clients claim that this user has open at a server, if it is the same. */
function claimOf(sessions: readonly SessionView[], user: string, server: string): string | null {
  const claims = sessions.flatMap((session) =>
    session.user === user && session.server === server && session.client
      ? `${session.client.name} ${session.client.version ?? ''}`.trim()
      : [],
  );
  const [claim] = claims;
  return claim !== undefined && claims.every((each) => each === claim) ? claim : null;
}

/** Seconds before an approval in which its call was recorded. */
const BEFORE = 60;

/** The name that the record has for the client of a held call; `null` if it cannot be read in time. */
async function recordedClient({ calls }: DaemonControl, { id, createdAt }: ApprovalView): Promise<string | null> {
  const since = String(Math.max(0, createdAt - BEFORE) * 1000);
  const page = await calls.page(new URLSearchParams({ q: id, since, limit: '1' })).catch(() => undefined);
  return page?.calls[0]?.client ?? null;
}
