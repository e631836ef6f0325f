import { GuardError, member, type Message } from '@mcp-guard/core';
import type { Direction } from './interceptor.js';
import type { OpenRequest, OpenRequests } from './open-requests.js';

export const BACK: Readonly<Record<Direction, Direction>> = { toServer: 'toClient', toClient: 'toServer' };

export interface Pairing {
  /** The question that this message asks or answers. */
  readonly question?: OpenRequest;
  /** The question that this message takes back. */
  readonly cancels?: OpenRequest;
  /** Why this message may not be delivered, whatever the policy says. */
  readonly error?: GuardError;
}

/** Opens the question that a message asks, ends the one it answers, or marks the one it cancels. */
export function pair(
  asked: Readonly<Record<Direction, OpenRequests>>,
  direction: Direction,
  message: Message,
): Pairing {
  if (message.kind === 'request') {
    const why = asked[direction].refuses(message.id);
    return why === undefined ? { question: asked[direction].add(message) } : refuse(why);
  }
  if (message.kind === 'notification') return isCancellation(message) ? cancel(asked[direction], message.params) : {};
  if (message.id === undefined) return {}; // an error that belongs to no question: the other end could not read one
  const question = asked[BACK[direction]].takeReleased(message.id);
  return question ? { question } : refuse('this answers no open question');
}

export const isCancellation = (message: Message): boolean =>
  message.kind === 'notification' && message.method === 'notifications/cancelled';

function cancel(open: OpenRequests, params: Parameters<typeof member>[0]): Pairing {
  const question = open.find(member(params, 'requestId'));
  if (!question) return {};
  open.cancel(question);
  return question.released ? { cancels: question } : refuse('what this cancels was not yet sent');
}

const refuse = (why: string): Pairing => ({ error: new GuardError('MALFORMED_MESSAGE', why) });
