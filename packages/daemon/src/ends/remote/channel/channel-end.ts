import { safe, type GuardError, type Received } from '@mcp-guard/core';
import type { End, Hearing } from '../../end.js';
import type { OpenChannel } from './channel.js';
import { Inbox } from '../stream/inbox.js';
import { OnChannel } from './on-channel.js';
import { Outbox } from '../outbox.js';
import type { RemoteEndOptions } from '../remote-end-options.js';
import { Reconnecting } from './reconnecting.js';
import { answeredIds, toExactId, toLabel, toSentMessage, type SentMessage } from '../sent-message.js';
import { WaitingRequests } from './waiting-requests.js';
import { RemoteWords, toNote } from '../words.js';

/** Characters of a line in the server's log. */
const MAX_NOTE = 500;

export interface ChannelEndOptions extends Omit<RemoteEndOptions, 'link'> {
  readonly open: OpenChannel;
}

/** A server behind one connection that carries all messages of a session. The first message connects. */
export class ChannelEnd implements End {
  readonly label: string;
  readonly inputEnded: Promise<void>;
  readonly ended: Promise<GuardError | undefined>;
  readonly #options: ChannelEndOptions;
  readonly #words: RemoteWords;
  readonly #inbox: Inbox;
  readonly #connection: Reconnecting;
  readonly #waiting: WaitingRequests;
  readonly #outbox = new Outbox<OnChannel>(
    (message) => this.#post(message),
    () => this.#endIfIdle(),
  );
  readonly #end: (why: GuardError | undefined) => void;
  #opening: OnChannel | undefined;
  #hearing: Hearing | undefined;
  #inputHasEnded = false;
  #isStopped = false;

  constructor(options: ChannelEndOptions) {
    const { name, url, timeout, lines, open } = options;
    const ended = Promise.withResolvers<GuardError | undefined>();
    this.label = new URL(url).origin;
    this.ended = ended.promise;
    this.inputEnded = ended.promise.then(() => undefined);
    this.#end = ended.resolve;
    this.#options = options;
    this.#words = new RemoteWords(name);
    this.#inbox = new Inbox(options);
    this.#waiting = new WaitingRequests(
      timeout,
      () => this.#inbox.isPaused || this.#inbox.hasUnheard,
      (id) => this.#lose(id, this.#words.silent(timeout / 1000)),
    );
    this.#connection = new Reconnecting({
      channel: { inbox: this.#inbox, lines, timeout, sign: this.#waiting.sign },
      open,
      words: this.#words,
      isIdle: () => this.#waiting.isEmpty && this.#outbox.isSent && !this.#inputHasEnded,
      take: (received) => this.#take(received),
      note: (text) => this.#note(text),
      onLost: (why) => this.#end(why),
    });
  }

  start(hearing: Hearing): void {
    this.#hearing = hearing;
    this.#inbox.start(hearing);
  }

  send(bytes: Buffer): boolean {
    const message = toSentMessage(bytes);
    // A subscription lasts, and is silent, for any time.
    if (message.method !== 'subscriptions/listen') for (const id of message.ids) this.#waiting.add(id);
    if (message.cancels !== undefined) this.#waiting.settle(message.cancels);
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

  /** What was sent and is not waited for may still leave; then the connection is closed. */
  async close(): Promise<void> {
    const { grace } = this.#options;
    this.#isStopped = true;
    this.#waiting.end();
    await this.#outbox.close(this.#connection.isOpen ? grace : 0, this.#words.cancelled());
    await this.#connection.close(grace);
    this.#end(undefined);
  }

  #post(message: SentMessage): OnChannel {
    const { timeout } = this.#options;
    this.#connection.observe(message);
    const posted = new OnChannel(message, {
      channel: () => this.#connection.channel(),
      timeout,
      silent: this.#words.silent(timeout / 1000),
      onLost: ({ ids }, why) => {
        for (const id of ids) this.#lose(id, why);
        if (!this.#isStopped) this.#note(`${toLabel(message)}: ${toNote(why)}`);
      },
    });
    if (message.method === 'initialize') this.#opening = posted;
    return posted;
  }

  /** A message as it came, in a slice. */
  #take(received: Received): void {
    if (received.kind === 'given up') {
      if (received.scan.method === undefined) this.#settle(toExactId(received.scan.id ?? ''));
    } else {
      const ids = answeredIds(received.bytes);
      // One that is too long to be looked at here leaves its request to its limit, which changes nothing by then.
      for (const id of ids ?? []) this.#settle(id, received.bytes);
    }
    this.#inbox.deliver(received);
    this.#endIfIdle();
  }

  #settle(id: string, answer?: Buffer): void {
    this.#waiting.settle(id);
    if (!this.#opening?.message.ids.includes(id)) return;
    if (answer) this.#connection.agree(answer);
    this.#opening.settle();
    this.#opening = undefined;
  }

  #lose(id: string, why: GuardError): void {
    this.#settle(id);
    if (!this.#isStopped) this.#hearing?.lost(id, why);
  }

  #note(text: string): void {
    this.#options.log(`${safe(text, MAX_NOTE)}\n`);
  }

  #endIfIdle(): void {
    if (this.#inputHasEnded && this.#waiting.isEmpty && this.#outbox.isSent) this.#end(undefined);
  }
}
