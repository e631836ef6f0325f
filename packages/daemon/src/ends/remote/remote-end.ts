import { safe, type GuardError } from '@mcp-guard/core';
import type { End, Hearing } from '../end.js';
import type { Outbox, OnItsWay } from './outbox.js';
import type { RemoteEndOptions } from './remote-end-options.js';
import { Inbox } from './stream/inbox.js';
import { RemoteWords } from './words.js';

/** Characters of a line in the server's log. */
const MAX_NOTE = 500;

/** An end over the network: messages leave by its outbox and come through its inbox. */
export abstract class RemoteEnd implements End {
  readonly label: string;
  readonly inputEnded: Promise<void>;
  readonly ended: Promise<GuardError | undefined>;
  protected readonly inbox: Inbox;
  protected readonly words: RemoteWords;
  protected abstract readonly outbox: Outbox<OnItsWay>;
  /** Tells the session that the server is gone. */
  protected readonly end: (why: GuardError | undefined) => void;
  protected inputHasEnded = false;
  protected isStopped = false;
  readonly #log: (text: string) => void;
  #hearing: Hearing | undefined;

  constructor(options: Omit<RemoteEndOptions, 'link'>) {
    const ended = Promise.withResolvers<GuardError | undefined>();
    this.label = new URL(options.url).origin;
    this.ended = ended.promise;
    this.inputEnded = ended.promise.then(() => undefined);
    this.end = ended.resolve;
    this.inbox = new Inbox(options);
    this.words = new RemoteWords(options.name);
    this.#log = options.log;
  }

  abstract send(bytes: Buffer): boolean;
  abstract close(): Promise<void>;
  /** No answer is waited for. */
  protected abstract get isAnswered(): boolean;

  start(hearing: Hearing): void {
    this.#hearing = hearing;
    this.inbox.start(hearing);
  }

  onDrained(listener: () => void): void {
    this.outbox.onDrained(listener);
  }

  pause(why: string): void {
    this.inbox.pause(why);
  }

  resume(why: string): void {
    this.inbox.resume(why);
  }

  get hasUnheard(): boolean {
    return this.inbox.hasUnheard;
  }

  discardOlderThan(time: number): void {
    this.inbox.discardOlderThan(time);
  }

  stop(): void {
    this.isStopped = true;
    this.inbox.stop();
  }

  /** No more comes from the client: once all is answered, nothing is left to do. */
  endInput(): void {
    this.inputHasEnded = true;
    this.endIfIdle();
  }

  protected endIfIdle(): void {
    if (this.inputHasEnded && this.isAnswered && this.outbox.isSent) this.end(undefined);
  }

  /** No response to this request will come. */
  protected lose(id: string, why: GuardError): void {
    if (!this.isStopped) this.#hearing?.lost(id, why);
  }

  /** One line for the server's log. */
  protected note(text: string): void {
    this.#log(`${safe(text, MAX_NOTE)}\n`);
  }
}
