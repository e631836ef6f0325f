import type { HttpConversation } from '../http-conversation.js';
import { drain } from '../../link/link.js';

/** Tells the server that its session is over, if it has one. The server may also forget it in its own time. */
export async function endSession(
  { link, session }: Pick<HttpConversation, 'link' | 'session'>,
  limit: number,
): Promise<void> {
  if (session.id === undefined) return;
  const { headers } = session;
  session.forget();
  try {
    const signal = AbortSignal.timeout(limit);
    await drain((await link.exchange({ method: 'DELETE', headers, signal, isLong: true, isExtra: true })).body);
  } catch {
    // there is no one to tell
  }
}
