import { createHmac } from 'node:crypto';
import type { WebhookFormat } from './format.js';

const EVENT = 'approval.held';

/** For programs. The id of the event is the same in every attempt, so that a receiver can drop repeats. */
export const json: WebhookFormat = (call, { at, secret }) => {
  const body = JSON.stringify({
    event: EVENT,
    approval_id: call.id,
    server: call.server,
    tool: call.tool,
    actor: call.actor,
    ...(call.amount !== null && { amount: call.amount }),
    ...(call.currency !== null && { currency: call.currency }),
    created_at: call.createdAt,
    expires_at: call.expiresAt,
    command: call.command,
  });
  const headers = { 'content-type': 'application/json', 'x-mcp-guard-event-id': `${call.id}.${EVENT}` };
  if (secret === null) return { headers, body };
  return { headers: { ...headers, 'x-mcp-guard-signature': `t=${at},v1=${sign(secret, `${at}.${body}`)}` }, body };
};

/** The time is signed too, so that a message that was overheard cannot be replayed later. */
const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');
