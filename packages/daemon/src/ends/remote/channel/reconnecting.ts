import type { GuardError, Received } from '@mcp-guard/core';
import type { Channel, ChannelParts, OpenChannel } from './channel.js';
import { LegacySession } from '../legacy-session.js';
import { answeredIds, type SentMessage } from '../sent-message.js';
import type { RemoteWords } from '../words.js';

export interface ReconnectingOptions {
  readonly channel: Omit<ChannelParts, 'signal' | 'take'>;
  readonly open: OpenChannel;
  readonly words: RemoteWords;
  /** No message is on its way, and none is waited for. */
  readonly isIdle: () => boolean;
  readonly take: (received: Received) => void;
  /** One line for the server's log. */
  readonly note: (text: string) => void;
  /** The connection is gone, and with it what the server held for the session. */
  readonly onLost: (why: GuardError) => void;
}

type Handshake = readonly [SentMessage, SentMessage];

/**
 * The connection of a session: opened for the first message, and opened again for a later one if it was lost while the
 * server held nothing for the session but its handshake, which is replayed.
 */
export class Reconnecting {
  readonly #options: ReconnectingOptions;
  readonly #session = new LegacySession();
  readonly #abort = new AbortController();
  #channel: Promise<Channel> | undefined;
  #open: Channel | undefined;
  /** To be replayed on the next connection. */
  #replay: Handshake | undefined;
  /** Takes what comes while the handshake is replayed. */
  #onReplayed: ((bytes: Buffer) => void) | undefined;

  constructor(options: ReconnectingOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Before a message is sent. */
  observe(message: SentMessage): void {
    if (message.version !== undefined) return;
    if (message.method === 'initialize') this.#replay = undefined;
    this.#session.observe(message);
  }

  /** The response to `initialize`, as it came. */
  agree(bytes: Buffer): void {
    this.#session.agree(bytes);
  }

  /** The connection of now; rejects if there is none, and then the next message tries again. */
  channel(): Promise<Channel> {
    if (this.#channel) return this.#channel;
    const opening = this.#connect();
    this.#channel = opening;
    opening.catch(() => {
      if (this.#channel === opening) this.#channel = undefined;
    });
    return opening;
  }

  /** For good. One that is not there yet is given up. */
  async close(grace: number): Promise<void> {
    await this.#open?.close(grace);
    this.#abort.abort();
  }

  async #connect(): Promise<Channel> {
    const { open, channel: parts, onLost, words, note } = this.#options;
    const { signal } = this.#abort;
    signal.throwIfAborted();
    const channel = await open({ ...parts, signal, take: (received) => this.#take(received) });
    const handshake = this.#replay;
    if (handshake) {
      try {
        await this.#restore(channel, handshake);
      } catch {
        void channel.close(0);
        onLost(words.sessionLost());
        throw words.sessionLost();
      }
      note('the connection was lost; the session was opened again');
    }
    this.#open = channel;
    void channel.gone.then((why) => this.#onGone(why));
    return channel;
  }

  #onGone(why: GuardError): void {
    this.#open = undefined;
    const { isIdle, note, onLost } = this.#options;
    const { handshake, isStateful } = this.#session;
    if (!handshake || isStateful || !isIdle() || this.#abort.signal.aborted) return onLost(why);
    note(why.message);
    this.#replay = handshake;
    this.#channel = undefined;
  }

  /** The handshake of the client, whose response it has already. */
  async #restore(channel: Channel, [initialize, initialized]: Handshake): Promise<void> {
    const answer = Promise.withResolvers<Buffer>();
    const limit = AbortSignal.timeout(this.#options.channel.timeout);
    limit.addEventListener('abort', () => answer.reject(limit.reason), { once: true });
    answer.promise.catch(() => undefined); // it may come before it is waited for
    this.#onReplayed = (bytes) => {
      if (initialize.ids.some((id) => answeredIds(bytes)?.includes(id))) answer.resolve(Buffer.from(bytes));
    };
    try {
      await channel.send(initialize, limit);
      const bytes = await Promise.race([answer.promise, channel.gone]);
      if (!Buffer.isBuffer(bytes)) throw bytes;
      if (!this.#session.replace({ headers: {} }, bytes)) throw new Error('it has changed');
      await channel.send(initialized, limit);
      this.#replay = undefined;
    } finally {
      this.#onReplayed = undefined;
    }
  }

  #take(received: Received): void {
    if (!this.#onReplayed) return this.#options.take(received);
    if (received.kind !== 'kept') return;
    this.#onReplayed(received.bytes);
    received.release?.();
    this.#options.channel.inbox.idle();
  }
}
