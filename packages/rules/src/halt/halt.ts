import { GuardError, isCall, type Message } from '@mcp-guard/core';
import { asksNothing } from '../extensions/methods.js';
import { block, PASS, type CreateInterceptor, type MessageContext } from '../interceptor.js';

/** The refusal of everything while the user has halted all calls. A model reads it. */
export const halted = (): GuardError =>
  new GuardError('HALTED', 'the user has halted all calls; do not try again until they say so');

/**
 * Refuses every request and response while the user has halted all calls, and what a server notifies. A client's signs of
 * life pass; a call without an id is none, though it has the form of a notification.
 */
export const halt: CreateInterceptor = () => ({
  name: 'halt',
  toServer: (message, context) =>
    context.isHalted && !(isCall(message) && isSign(message.kind, message.method)) ? judge(message, context) : PASS,
  toClient: (message, context) => (context.isHalted ? judge(message, context) : PASS),
});

/** A notification of a client that is one of the specification's kind, and not a call without an id. */
export const isSign = (kind: string, method = ''): boolean =>
  kind === 'notification' && method.startsWith('notifications/');

function judge(message: Message, { answers }: MessageContext): ReturnType<typeof block> {
  const method = isCall(message) ? message.method : answers?.method;
  return method !== undefined && asksNothing(method) ? PASS : block(halted());
}
