import { setTimeout as delay } from 'node:timers/promises';
import { AnswerReader } from '../answer-reader.js';
import { toDelay } from '../back-off.js';
import type { HttpConversation } from '../http-conversation.js';
import { drain, typeOf, type LinkResponse } from '../../link/link.js';

/** The outcome of one attempt: the stream was there and has ended, is not there for now, or never will be. */
type Outcome = 'ended' | 'failed' | 'refused' | 'gone';

/** The stream on which a legacy server asks and notifies by itself, for as long as the session lives. */
export class ListeningStream {
  readonly #parts: HttpConversation;
  readonly #onGone: () => void;
  #abort: AbortController | undefined;

  /** @param onGone the server no longer knows the session that it had a stream for */
  constructor(parts: HttpConversation, onGone: () => void) {
    this.#parts = parts;
    this.#onGone = onGone;
  }

  /** Opens it for the session of now, and again whenever it ends. */
  open(): void {
    this.close();
    const abort = new AbortController();
    this.#abort = abort;
    this.#listen(abort.signal).catch(() => undefined); // only an abort ends it so
  }

  close(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const { note, random } = this.#parts;
    const reader = new AnswerReader(this.#parts, []);
    let attempt = 0;
    let wasThere = false;
    while (!signal.aborted) {
      const outcome = await this.#once(reader, signal);
      if (signal.aborted) return;
      if (outcome === 'refused') return;
      if (outcome === 'gone') return wasThere ? this.#onGone() : undefined;
      if (outcome === 'ended' && !wasThere) wasThere = true;
      attempt = outcome === 'ended' && reader.hasProgress ? 0 : attempt + 1;
      if (outcome === 'failed' && attempt === 1)
        note('the stream of the server could not be opened; it is tried again');
      await delay(toDelay(attempt, reader.retry, random), undefined, { signal, ref: false });
    }
  }

  async #once(reader: AnswerReader, signal: AbortSignal): Promise<Outcome> {
    const { link, session, note } = this.#parts;
    const resumed = reader.lastEventId !== undefined && { 'last-event-id': reader.lastEventId };
    let response: LinkResponse;
    try {
      response = await link.exchange({
        method: 'GET',
        headers: { ...session.headers, accept: 'text/event-stream', ...resumed },
        signal,
        isLong: true,
        isExtra: true,
      });
    } catch {
      return 'failed';
    }
    const { status } = response;
    if (status === 200 && typeOf(response) === 'text/event-stream') {
      await reader.read(response, () => undefined).catch(() => undefined); // ended in any way: it is opened again
      return 'ended';
    }
    await drain(response.body);
    if (status === 404) return 'gone';
    if (status >= 500) return 'failed';
    if (status !== 405) note(`the server has no stream of its own: HTTP status ${status}`);
    return 'refused';
  }
}
