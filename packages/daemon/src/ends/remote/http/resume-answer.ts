import { setTimeout as delay } from 'node:timers/promises';
import type { AnswerReader } from './answer-reader.js';
import { toDelay } from './back-off.js';
import type { HttpConversation } from './http-conversation.js';
import { drain, typeOf } from '../link/link.js';

/** Attempts in vain after which the response is lost. */
const MAX_ATTEMPTS = 2;

/** Asks for the rest of a stream that ended before the response came, from its last event on; returns when that is in vain. */
export async function resumeAnswer(
  answers: AnswerReader,
  { link, session, note, random }: HttpConversation,
  onSign: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS && answers.lastEventId !== undefined && !answers.isAnswered; attempt++) {
    await delay(toDelay(attempt, answers.retry, random), undefined, { signal });
    const { headers } = session;
    answers.hasProgress = false; // what came before says nothing of this attempt
    try {
      const response = await link.exchange({
        method: 'GET',
        headers: { ...headers, accept: 'text/event-stream', 'last-event-id': answers.lastEventId },
        signal,
        isLong: true, // its call has left its place, and waits for no other
        isExtra: true,
      });
      if (response.status !== 200 || typeOf(response) !== 'text/event-stream') {
        await drain(response.body);
        note(`a response could not be resumed: HTTP status ${response.status}`);
        continue;
      }
      onSign();
      await answers.read(response, onSign);
    } catch (error) {
      if (signal.aborted) throw error;
      note('a response broke off while it was resumed');
    }
    if (answers.hasProgress) attempt = -1;
  }
}
