import { lineSafe, CANCELLED } from '@mcp-guard/core';
import { asksNothing, halted } from '@mcp-guard/rules';
import type { OpenRequest, OpenRequests } from '../state/open-requests.js';
import type { Egress } from './egress.js';
import type { SessionParts } from './session-parts.js';

type TakeBackParts = Pick<SessionParts, 'tap' | 'delivery' | 'send'>;

/**
 * All calls were halted: each that was sent is cancelled at its server, and the client gets an error. A response that comes
 * all the same goes no further.
 */
export function takeBackAll(asked: OpenRequests, egress: Pick<Egress, 'fail'>, parts: TakeBackParts): void {
  for (const request of asked.waiting()) {
    if (!request.isReleased || asksNothing(request.method)) continue;
    request.takeBack();
    if (request.sentAt === undefined) {
      asked.close(request.id);
      request.abandon();
    } else {
      asked.cancel(request);
      cancelAt(request, parts);
    }
    egress.fail(request, halted());
  }
}

function cancelAt({ id }: OpenRequest, { tap, delivery, send }: TakeBackParts): void {
  const params = `{"requestId":${id},"reason":"the user has halted all calls"}`;
  const bytes = lineSafe(Buffer.from(`{"jsonrpc":"2.0","method":"${CANCELLED}","params":${params}}`));
  const entry = tap.own('toServer', 'notification', { method: CANCELLED });
  delivery.record(entry, { deliver: () => send.toServer(bytes) });
}
