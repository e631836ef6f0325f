import type { Received } from '@mcp-guard/core';
import type { LineLimits } from '../../end.js';
import { EventStream } from '../stream/event-stream.js';
import type { Inbox } from '../stream/inbox.js';
import { answeredIds, toExactId } from '../sent-message.js';
import { typeOf, type LinkResponse } from '../link/link.js';
import { WholeBody } from '../stream/whole-body.js';

/** Ids of events that are remembered, to deliver none twice. */
const MAX_EVENT_IDS = 1024;

/** Messages go here, at this cost. */
export interface AnswerSink {
  readonly inbox: Pick<Inbox, 'read' | 'deliver' | 'idle'>;
  readonly lines: LineLimits;
}

/** Reads the bodies that answer one request, delivers their messages, and knows which ids are still waited for. */
export class AnswerReader {
  readonly #parts: AnswerSink;
  readonly #onMessage: (bytes: Buffer) => void;
  readonly #waiting: Set<string>;
  /** Events of earlier streams, which the server may send again. */
  readonly #seen = new Set<string>();
  #isResumed = false;
  /** A message came that was too long to be looked at here: it is most likely the response. */
  #mayBeAnswered = false;
  /** The last event that came whole. */
  lastEventId: string | undefined;
  /** How long the server asks to wait before its stream is opened again, in milliseconds. */
  retry: number | undefined;
  /** Something came on the current stream that can be resumed from. */
  hasProgress = false;

  /** @param onMessage sees each message as it came, before it is delivered */
  constructor(parts: AnswerSink, ids: readonly string[], onMessage: (bytes: Buffer) => void = () => undefined) {
    this.#parts = parts;
    this.#waiting = new Set(ids);
    this.#onMessage = onMessage;
  }

  /** Requests without a response so far. */
  get waiting(): readonly string[] {
    return [...this.#waiting];
  }

  get isAnswered(): boolean {
    return this.#waiting.size === 0 || this.#mayBeAnswered;
  }

  /** Resolves once all of the body was delivered; rejects if it breaks. */
  read(response: LinkResponse, onSign: () => void): Promise<void> {
    const { inbox, lines } = this.#parts;
    response.body.on('data', onSign);
    if (typeOf(response) !== 'text/event-stream') {
      return inbox.read(response.body, new WholeBody(lines, (received) => this.#take(received)));
    }
    this.hasProgress = false;
    const stream = new EventStream({
      lines,
      onEvent: ({ type, id, isNamed, data }) => {
        const isOld = isNamed && id !== undefined && this.#remember(id);
        if (data && type === 'message' && !isOld) return this.#take(data);
        if (data?.kind === 'kept') data.release?.();
        inbox.idle();
      },
      onRetry: (delay) => (this.retry = delay),
      onIdle: inbox.idle,
    });
    return inbox.read(response.body, stream).finally(() => (this.#isResumed = true));
  }

  /** True if the event came before its stream was resumed. */
  #remember(id: string): boolean {
    const isOld = this.#isResumed && this.#seen.has(id);
    if (!isOld) {
      this.hasProgress = true;
      this.lastEventId = id;
    }
    if (this.#seen.size >= MAX_EVENT_IDS) for (const oldest of this.#seen) if (this.#seen.delete(oldest)) break;
    this.#seen.add(id);
    return isOld;
  }

  #take(received: Received): void {
    if (received.kind === 'given up') {
      if (received.scan.method === undefined) this.#waiting.delete(toExactId(received.scan.id ?? ''));
    } else if (received.bytes.length > 0) {
      const ids = answeredIds(received.bytes);
      if (!ids) this.#mayBeAnswered = true;
      for (const id of ids ?? []) this.#waiting.delete(id);
      this.#onMessage(received.bytes);
    }
    this.#parts.inbox.deliver(received);
  }
}
