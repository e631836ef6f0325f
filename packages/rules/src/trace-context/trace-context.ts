import { hasFoldedKey, isCall, isObject, knownKeys, member, type Message } from '@mcp-guard/core';
import { PASS, type CreateInterceptor, type MessageContext, type Verdict } from '../interceptor.js';

/**
 * Writes the context of the guard's own span into the `_meta` of what is sent on, as SEP-414 has it, so that the spans of
 * a server are children of the guard's. Nothing of the sender is taken out, but the `traceparent` that it replaces. Does
 * nothing where no traces are sent: then no message has a context.
 */
export const traceContext: CreateInterceptor = () => ({ name: 'trace-context', toServer: stamp, toClient: stamp });

const OURS = knownKeys('traceparent');

function stamp(message: Message, { traceparent }: MessageContext): Verdict {
  if (traceparent === undefined || !isCall(message) || !isObject(message.params)) return PASS;
  const meta = member(message.params, '_meta');
  if (meta === undefined) return { kind: 'stamp', edits: [{ path: ['params', '_meta'], value: { traceparent } }] };
  if (!isObject(meta)) return PASS; // the server says what is wrong with it
  if (hasFoldedKey(meta, OURS)) return PASS; // a reader could take it for ours
  return { kind: 'stamp', edits: [{ path: ['params', '_meta', 'traceparent'], value: traceparent }] };
}
