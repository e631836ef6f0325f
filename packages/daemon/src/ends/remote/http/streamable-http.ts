import { GuardError, safe } from '@mcp-guard/core';
import type { End, Hearing } from '../../end.js';
import type { HttpConversation } from './http-conversation.js';
import { Inbox } from '../stream/inbox.js';
import { LegacySession } from '../legacy-session.js';
import { endSession } from './end-session.js';
import type { HttpLink } from '../link/link.js';
import { ListeningStream } from './listening-stream.js';
import { MirroredArguments } from './mirrored-arguments.js';
import { Outbox } from '../outbox.js';
import { Posted } from './posted.js';
import type { RemoteEndOptions } from '../remote-end-options.js';
import { Reopening } from './reopening.js';
import { toSentMessage, type SentMessage } from '../sent-message.js';
import { RemoteWords } from '../words.js';

/** Characters of a line in the server's log. */
const MAX_NOTE = 500;

export interface StreamableHttpOptions extends RemoteEndOptions<HttpLink> {
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** A server behind Streamable HTTP, of either era. It is opened without asking anybody; the first message connects. */
export class StreamableHttpEnd implements End {
  readonly label: string;
  readonly inputEnded: Promise<void>;
  readonly ended: Promise<GuardError | undefined>;
  readonly #options: StreamableHttpOptions;
  readonly #inbox: Inbox;
  readonly #session = new LegacySession();
  readonly #outbox = new Outbox<Posted>(
    (message) => this.#post(message),
    () => this.#endIfIdle(),
  );
  readonly #parts: HttpConversation;
  readonly #listening: ListeningStream;
  readonly #reopening: Reopening;
  readonly #abort = new AbortController();
  readonly #end: (why: GuardError | undefined) => void;
  #hearing: Hearing | undefined;
  #inputHasEnded = false;
  #isStopped = false;

  constructor(options: StreamableHttpOptions) {
    const { name, url, timeout, link, lines, log, random = Math.random } = options;
    const ended = Promise.withResolvers<GuardError | undefined>();
    this.label = new URL(url).origin;
    this.ended = ended.promise;
    this.inputEnded = ended.promise.then(() => undefined);
    this.#end = ended.resolve;
    this.#options = options;
    this.#inbox = new Inbox(options);
    this.#parts = {
      link,
      lines,
      timeout,
      random,
      inbox: this.#inbox,
      session: this.#session,
      mirrored: new MirroredArguments(),
      words: new RemoteWords(name),
      lose: (id, error) => this.#isStopped || this.#hearing?.lost(id, error),
      note: (text) => log(`${safe(text, MAX_NOTE)}\n`),
      reopen: (id) => this.#reopening.instead(id),
    };
    this.#listening = new ListeningStream(this.#parts, () => this.#onStreamGone());
    this.#reopening = new Reopening({
      parts: this.#parts,
      signal: this.#abort.signal,
      openRequests: () => [...this.#outbox.posted].filter((posted) => posted.needsSession).length,
      onBegin: () => {
        this.#listening.close();
        this.#outbox.hold('reopening');
      },
      onEnd: (isThere) => this.#onReopened(isThere),
    });
  }

  start(hearing: Hearing): void {
    this.#hearing = hearing;
    this.#inbox.start(hearing);
  }

  send(bytes: Buffer): boolean {
    const message = toSentMessage(bytes);
    if (message.cancels !== undefined && this.#cancel(message.cancels)) return !this.#outbox.isFull;
    return this.#outbox.send(message);
  }

  onDrained(listener: () => void): void {
    this.#outbox.onDrained(listener);
  }

  pause(why: string): void {
    this.#inbox.pause(why);
  }

  resume(why: string): void {
    this.#inbox.resume(why);
  }

  get hasUnheard(): boolean {
    return this.#inbox.hasUnheard;
  }

  discardOlderThan(time: number): void {
    this.#inbox.discardOlderThan(time);
  }

  stop(): void {
    this.#isStopped = true;
    this.#inbox.stop();
  }

  /** No more comes from the client: once all is answered, nothing is left to do. */
  endInput(): void {
    this.#inputHasEnded = true;
    this.#endIfIdle();
  }

  /** What was sent and is not waited for may still leave; then everything is ended. */
  async close(): Promise<void> {
    const { grace } = this.#options;
    this.#listening.close();
    await this.#outbox.close(grace, this.#parts.words.cancelled());
    if (!this.#abort.signal.aborted) await endSession(this.#parts, grace);
    this.#abort.abort();
    this.#end(undefined);
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

  /** A modern request is cancelled by ending its stream. False: the server has to be told. */
  #cancel(id: string): boolean {
    const { words, lose } = this.#parts;
    return this.#outbox.cancel(id, words.cancelled(), lose) || !this.#session.hasBegun;
  }

  #onReopened(isThere: boolean): void {
    if (isThere && !this.#isOver) this.#listening.open();
    if (!isThere) {
      this.#session.forget();
      this.#end(this.#parts.words.sessionLost());
    }
    this.#outbox.release('reopening');
  }

  /** With calls under way, their own streams show whether the session is really lost. */
  #onStreamGone(): void {
    const { id } = this.#session;
    if (id !== undefined && this.#outbox.posted.size === 0) void this.#reopening.instead(id);
  }

  get #isOver(): boolean {
    return this.#abort.signal.aborted || this.#isStopped;
  }

  #endIfIdle(): void {
    if (this.#inputHasEnded && this.#outbox.posted.size === 0 && this.#outbox.isSent) this.#end(undefined);
  }
}
