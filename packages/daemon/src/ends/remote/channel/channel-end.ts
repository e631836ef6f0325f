import type { GuardError, Received } from '@mcp-guard/core';
import type { OpenChannel } from './channel.js';
import { OnChannel } from './on-channel.js';
import { Outbox } from '../outbox.js';
import { RemoteEnd } from '../remote-end.js';
import type { RemoteEndOptions } from '../remote-end-options.js';
import { Reconnecting } from './reconnecting.js';
import { answeredIds, toExactId, toLabel, toSentMessage, type SentMessage } from '../sent-message.js';
import { WaitingRequests } from './waiting-requests.js';
import { toNote } from '../words.js';

export interface ChannelEndOptions extends Omit<RemoteEndOptions, 'link'> {
  readonly open: OpenChannel;
}

/** A server behind one connection that carries all messages of a session. The first message connects. */
export class ChannelEnd extends RemoteEnd {
  protected override readonly outbox: Outbox<OnChannel> = new Outbox<OnChannel>(
    (message) => this.#post(message),
    () => this.endIfIdle(),
  );
  readonly #options: ChannelEndOptions;
  readonly #connection: Reconnecting;
  readonly #waiting: WaitingRequests;
  #opening: OnChannel | undefined;

  constructor(options: ChannelEndOptions) {
    super(options);
    const { timeout, lines, open } = options;
    this.#options = options;
    this.#waiting = new WaitingRequests(
      timeout,
      () => this.inbox.isPaused || this.inbox.hasUnheard,
      (id) => this.lose(id, this.words.silent(timeout / 1000)),
    );
    this.#connection = new Reconnecting({
      channel: { inbox: this.inbox, lines, timeout, sign: this.#waiting.sign },
      open,
      words: this.words,
      isIdle: () => this.#waiting.isEmpty && this.outbox.isSent && !this.inputHasEnded,
      take: (received) => this.#take(received),
      note: (text) => this.note(text),
      onLost: (why) => this.end(why),
    });
  }

  send(bytes: Buffer): boolean {
    const message = toSentMessage(bytes);
    // A subscription lasts, and is silent, for any time.
    if (message.method !== 'subscriptions/listen') for (const id of message.ids) this.#waiting.add(id);
    if (message.cancels !== undefined) this.#waiting.settle(message.cancels);
    return this.outbox.send(message);
  }

  /** Messages without an awaited answer may still leave; then the connection is closed. */
  async close(): Promise<void> {
    const { grace } = this.#options;
    this.isStopped = true;
    this.#waiting.end();
    await this.outbox.close(this.#connection.isOpen ? grace : 0, this.words.cancelled());
    await this.#connection.close(grace);
    this.end(undefined);
  }

  #post(message: SentMessage): OnChannel {
    const { timeout } = this.#options;
    this.#connection.observe(message);
    const posted = new OnChannel(message, {
      channel: () => this.#connection.channel(),
      timeout,
      silent: this.words.silent(timeout / 1000),
      onLost: ({ ids }, why) => {
        for (const id of ids) this.lose(id, why);
        if (!this.isStopped) this.note(`${toLabel(message)}: ${toNote(why)}`);
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
    this.inbox.deliver(received);
    this.endIfIdle();
  }

  #settle(id: string, answer?: Buffer): void {
    this.#waiting.settle(id);
    if (!this.#opening?.message.ids.includes(id)) return;
    if (answer) this.#connection.agree(answer);
    this.#opening.settle();
    this.#opening = undefined;
  }

  protected override lose(id: string, why: GuardError): void {
    this.#settle(id);
    super.lose(id, why);
  }

  protected override get isAnswered(): boolean {
    return this.#waiting.isEmpty;
  }
}
