import { setTimeout as delay } from 'node:timers/promises';
import type { GuardError } from '@mcp-guard/core';
import type { SentMessage } from './sent-message.js';

export interface OnItsWay {
  readonly message: SentMessage;
  /** Resolves with whether the server has taken it. */
  readonly accepted: Promise<boolean>;
  /** Resolves once its response came, or never will. */
  readonly answered: Promise<void>;
  /** Resolves once nothing is left to do for it. */
  readonly done: Promise<void>;
  /** Gives it up; the requests that it makes are lost for this reason. */
  abort(why: GuardError): void;
}

/** Bytes that wait to be taken by the server; above it, the client is not read from. One message alone may be larger. */
const MAX_UNSENT = 16 * 2 ** 20;
/** The cost of each message beside its bytes: so a thousand small ones may wait. */
const MESSAGE_COST = 16_384;
/** How long the messages behind one that must come first wait for it, in milliseconds. */
const ORDER_WAIT = 10_000;
const CHECK = 5;

/**
 * The messages on their way to the server, each in a request of its own. Requests go side by side; a notification or a
 * response is taken by the server before the next message leaves, and `initialize` is answered before.
 */
export class Outbox<Posted extends OnItsWay> {
  readonly #post: (message: SentMessage) => Posted;
  readonly #onExchanged: () => void;
  readonly #queue: SentMessage[] = [];
  readonly #holds = new Set<string>();
  readonly #listeners: (() => void)[] = [];
  /** Every message whose exchange is not over. Bounded by what may be unsent and by the queue of the link. */
  readonly #posted = new Set<Posted>();
  #unsent = 0;
  #isClosed = false;

  /**
   * @param post sends one message
   * @param onExchanged is called after each exchange
   */
  constructor(post: (message: SentMessage) => Posted, onExchanged: () => void) {
    this.#post = post;
    this.#onExchanged = onExchanged;
  }

  /** False if no more may be sent until it has drained. */
  send(message: SentMessage): boolean {
    if (this.#isClosed) return true;
    this.#unsent += costOf(message);
    this.#queue.push(message);
    this.#pump();
    return !this.isFull;
  }

  get isFull(): boolean {
    return this.#unsent > MAX_UNSENT;
  }

  /** All messages were taken. */
  get isSent(): boolean {
    return this.#unsent === 0;
  }

  /** The messages whose exchanges are not over. */
  get posted(): Iterable<Posted> & { readonly size: number } {
    return this.#posted;
  }

  onDrained(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Sends nothing until `release` with the same reason. */
  hold(why: string): void {
    this.#holds.add(why);
  }

  release(why: string): void {
    if (this.#holds.delete(why)) this.#pump();
  }

  /** Ends the exchange of a modern request, or takes it back. False if there is none. */
  cancel(id: string, why: GuardError, lose: (id: string, why: GuardError) => void): boolean {
    const isIt = ({ ids, version }: SentMessage): boolean => version !== undefined && ids.includes(id);
    for (const posted of this.#posted) {
      if (!isIt(posted.message)) continue;
      posted.abort(why);
      return true;
    }
    const isDropped = this.#drop(isIt) > 0;
    if (isDropped) lose(id, why);
    return isDropped;
  }

  /** Ends all exchanges. Notifications and responses may still leave for `grace` milliseconds. */
  async close(grace: number, why: GuardError): Promise<void> {
    this.#drop(asks);
    for (const posted of this.#posted) if (asks(posted.message)) posted.abort(why);
    for (const until = performance.now() + grace; !this.isSent && performance.now() < until;) await delay(CHECK);
    this.#isClosed = true;
    this.#drop(() => true);
    for (const posted of this.#posted) posted.abort(why);
  }

  /** Takes back what was not sent yet, and returns how much that was. */
  #drop(matches: (message: SentMessage) => boolean): number {
    const dropped = this.#queue.filter(matches);
    for (const message of dropped) {
      this.#queue.splice(this.#queue.indexOf(message), 1);
      this.#settle(message);
    }
    return dropped.length;
  }

  #pump(): void {
    while (this.#holds.size === 0) {
      const message = this.#queue.shift();
      if (!message) return;
      const posted = this.#post(message);
      this.#posted.add(posted);
      void posted.done.then(() => this.#onDone(posted));
      void posted.accepted.then(() => this.#settle(message));
      if (message.method === 'initialize') this.#holdUntil(posted.answered);
      else if (message.kind !== 'request') this.#holdUntil(posted.accepted, ORDER_WAIT);
    }
  }

  #onDone(posted: Posted): void {
    this.#posted.delete(posted);
    this.#onExchanged();
  }

  #holdUntil(first: Promise<unknown>, limit?: number): void {
    this.hold('order');
    let hasGoneOn = false;
    const goOn = (): void => {
      clearTimeout(timer);
      if (!hasGoneOn) this.release('order');
      hasGoneOn = true;
    };
    const timer = limit === undefined ? undefined : setTimeout(goOn, limit).unref();
    void first.then(goOn);
  }

  #settle(message: SentMessage): void {
    const wasFull = this.isFull;
    this.#unsent -= costOf(message);
    if (wasFull && !this.isFull) for (const listener of this.#listeners) listener();
  }
}

const asks = ({ ids }: SentMessage): boolean => ids.length > 0;
const costOf = ({ bytes }: SentMessage): number => bytes.length + MESSAGE_COST;
