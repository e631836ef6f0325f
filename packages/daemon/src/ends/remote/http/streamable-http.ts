import type { HttpConversation } from './http-conversation.js';
import { LegacySession } from '../legacy-session.js';
import { endSession } from './legacy/end-session.js';
import type { HttpLink } from '../link/link.js';
import { ListeningStream } from './legacy/listening-stream.js';
import { MirroredArguments } from './revision-2026-07-28/mirrored-arguments.js';
import { Outbox } from '../outbox.js';
import { Posted } from './posted.js';
import { RemoteEnd } from '../remote-end.js';
import type { RemoteEndOptions } from '../remote-end-options.js';
import { Reopening } from './legacy/reopening.js';
import { toSentMessage, type SentMessage } from '../sent-message.js';

export interface StreamableHttpOptions extends RemoteEndOptions<HttpLink> {
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** A server behind Streamable HTTP, of either era. It is opened without asking anybody; the first message connects. */
export class StreamableHttpEnd extends RemoteEnd {
  protected override readonly outbox: Outbox<Posted> = new Outbox<Posted>(
    (message) => this.#post(message),
    () => this.endIfIdle(),
  );
  readonly #grace: number;
  readonly #session = new LegacySession();
  readonly #parts: HttpConversation;
  readonly #listening: ListeningStream;
  readonly #reopening: Reopening;
  readonly #abort = new AbortController();

  constructor(options: StreamableHttpOptions) {
    super(options);
    const { timeout, link, lines, random = Math.random } = options;
    this.#grace = options.grace;
    this.#parts = {
      link,
      lines,
      timeout,
      random,
      inbox: this.inbox,
      session: this.#session,
      mirrored: new MirroredArguments(),
      words: this.words,
      lose: (id, error) => this.lose(id, error),
      note: (text) => this.note(text),
      reopen: (id) => this.#reopening.instead(id),
    };
    this.#listening = new ListeningStream(this.#parts, () => this.#onStreamGone());
    this.#reopening = new Reopening({
      parts: this.#parts,
      signal: this.#abort.signal,
      openRequests: () => [...this.outbox.posted].filter((posted) => posted.needsSession).length,
      onBegin: () => {
        this.#listening.close();
        this.outbox.hold('reopening');
      },
      onEnd: (isThere) => this.#onReopened(isThere),
    });
  }

  send(bytes: Buffer): boolean {
    const message = toSentMessage(bytes);
    if (message.cancels !== undefined && this.#cancel(message.cancels)) return !this.outbox.isFull;
    return this.outbox.send(message);
  }

  /** Messages without an awaited answer may still leave; then everything is ended. */
  async close(): Promise<void> {
    this.#listening.close();
    await this.outbox.close(this.#grace, this.words.cancelled());
    if (!this.#abort.signal.aborted) await endSession(this.#parts, this.#grace);
    this.#abort.abort();
    this.end(undefined);
  }

  #post(message: SentMessage): Posted {
    const isLegacy = message.version === undefined;
    if (isLegacy) this.#session.observe(message);
    const posted = new Posted(message, this.#parts);
    if (message.method === 'initialize') this.#listening.close();
    if (isLegacy && message.method === 'notifications/initialized') {
      void posted.accepted.then((isAccepted) => isAccepted && !this.#isOver && this.#listening.open());
    }
    return posted;
  }

  /** A modern request is cancelled by ending its stream. False: the server needs a notification. */
  #cancel(id: string): boolean {
    return this.outbox.cancel(id, this.words.cancelled(), this.#parts.lose) || !this.#session.hasBegun;
  }

  #onReopened(isThere: boolean): void {
    if (isThere && !this.#isOver) this.#listening.open();
    if (!isThere) {
      this.#session.forget();
      this.end(this.words.sessionLost());
    }
    this.outbox.release('reopening');
  }

  /** With calls under way, their own streams show whether the session is really lost. */
  #onStreamGone(): void {
    const { id } = this.#session;
    if (id !== undefined && this.outbox.posted.size === 0) void this.#reopening.instead(id);
  }

  get #isOver(): boolean {
    return this.#abort.signal.aborted || this.isStopped;
  }

  protected override get isAnswered(): boolean {
    return this.outbox.posted.size === 0;
  }
}
