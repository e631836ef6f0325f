import type { SentMessage } from '../sent-message.js';
import type { HttpConversation } from './http-conversation.js';
import { toModernHeaders } from './revision-2026-07-28/modern-headers.js';

/** The headers of a POST: a modern message repeats what it says itself, a legacy one names its session. */
export function toHeaders(
  message: SentMessage,
  { session, mirrored }: Pick<HttpConversation, 'session' | 'mirrored'>,
): Record<string, string> {
  const { method, version } = message;
  const own = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  if (version !== undefined) return { ...own, ...toModernHeaders(message, version, mirrored) };
  return method === 'initialize' ? own : { ...own, ...session.headers };
}
