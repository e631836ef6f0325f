import { GuardError } from '@mcp-guard/core';
import type { Channel } from './channel.js';
import type { OnItsWay } from '../outbox.js';
import type { SentMessage } from '../sent-message.js';

export interface OnChannelParts {
  /** The connection, once it is there. */
  readonly channel: () => Promise<Channel>;
  /** How long the server may take to accept a message, in milliseconds. */
  readonly timeout: number;
  readonly silent: GuardError;
  /** The message was not taken. */
  readonly onLost: (message: SentMessage, why: GuardError) => void;
}

/** One message on its way over a connection that it shares with all others of its session. */
export class OnChannel implements OnItsWay {
  readonly message: SentMessage;
  readonly accepted: Promise<boolean>;
  readonly answered: Promise<void>;
  readonly done: Promise<void>;
  readonly #abort = new AbortController();
  readonly #answered = Promise.withResolvers<void>();
  #why: GuardError | undefined;

  constructor(message: SentMessage, parts: OnChannelParts) {
    this.message = message;
    this.answered = this.#answered.promise;
    this.accepted = this.#run(parts);
    this.done = this.accepted.then(() => undefined);
  }

  /** The response to it came, or never will. */
  settle(): void {
    this.#answered.resolve();
  }

  abort(why: GuardError): void {
    this.#why ??= why;
    this.#abort.abort();
  }

  async #run({ channel, timeout, silent, onLost }: OnChannelParts): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const connection = await channel();
      timer = setTimeout(() => this.abort(silent), timeout).unref();
      if (this.#why) throw this.#why;
      await connection.send(this.message, this.#abort.signal);
      return true;
    } catch (error) {
      this.settle();
      onLost(this.message, this.#why ?? GuardError.from(error));
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
