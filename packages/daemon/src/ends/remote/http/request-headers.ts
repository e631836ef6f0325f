import { toHeaderValue } from './header-value.js';
import type { HttpConversation } from './http-conversation.js';
import type { SentMessage } from '../sent-message.js';

/** The headers of a POST: a modern message repeats what it says itself, a legacy one names its session. */
export function toHeaders(
  { bytes, method, version, name }: SentMessage,
  { session, mirrored }: Pick<HttpConversation, 'session' | 'mirrored'>,
): Record<string, string> {
  const own = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  if (version === undefined) return method === 'initialize' ? own : { ...own, ...session.headers };
  return {
    ...own,
    'mcp-protocol-version': toHeaderValue(version),
    ...(method !== undefined && { 'mcp-method': toHeaderValue(method) }),
    ...(name !== undefined && { 'mcp-name': toHeaderValue(name) }),
    ...(method === 'tools/call' && mirrored.headersFor(name, bytes)),
  };
}
