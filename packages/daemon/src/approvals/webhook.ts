import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, type WebhookStatus } from '@mcp-guard/core';
import type { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import type { FormatName, Formats } from './formats/registry.js';
import type { HeldCall } from './held-call.js';

/** Calls that wait to be reported; of more, the oldest are dropped. */
const MAX_WAITING = 256;
/** An agent decides how many calls are held. It must not flood a person's phone that way. */
const MAX_PER_MINUTE = 30;
const MINUTE = 60_000;
/** Attempts for one call, within a minute at most. */
const MAX_ATTEMPTS = 6;
/** Time for one attempt, in milliseconds. */
const TIMEOUT = 10_000;
/** Size of a response, whose body is ignored. */
const MAX_BYTES = 65_536;

/** An entry of `approvals.notify`. */
export interface WebhookTarget {
  readonly webhook: string;
  readonly format: FormatName;
  readonly secret: string | null;
}

export interface WebhookTools {
  readonly fetch: typeof guardedFetch;
  readonly formats: Formats;
  /** Called once when a receiver begins to fail, in words without the rest of its URL. */
  readonly onProblem: (words: string) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Milliseconds before the second attempt; twice as long each time. */
  readonly retryAfter: number;
}

/** Reports held calls to one receiver, one after the other; calls do not wait for it. */
export class Webhook {
  readonly #host: string;
  readonly #target: () => WebhookTarget | undefined;
  readonly #tools: WebhookTools;
  readonly #waiting: HeldCall[] = [];
  #isPosting = false;
  /** When the calls of the last minute were posted, in Unix milliseconds. */
  #posted: readonly number[] = [];
  #failure: string | null = null;
  #lost = 0;

  /** @param target as it is configured now; without one, what waits is dropped */
  constructor(host: string, target: () => WebhookTarget | undefined, tools: WebhookTools) {
    this.#host = host;
    this.#target = target;
    this.#tools = tools;
  }

  get status(): WebhookStatus {
    const waiting = this.#waiting.length + (this.#isPosting ? 1 : 0);
    return { host: this.#host, failure: this.#failure, waiting, lost: this.#lost };
  }

  /** Returns at once. */
  notify(call: HeldCall): void {
    this.#waiting.push(call);
    if (!this.#isPosting) void this.#notifyAll();
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting.shift();
    this.#lost++;
  }

  async #notifyAll(): Promise<void> {
    this.#isPosting = true;
    for (let call = this.#waiting.shift(); call; call = this.#waiting.shift()) {
      const isPosted = !this.#hasExpired(call) && this.#takeTurn() && (await this.#deliver(call));
      if (!isPosted) this.#lost++;
    }
    this.#isPosting = false;
  }

  /** Whether one more fits into this minute. */
  #takeTurn(): boolean {
    const now = this.#tools.now();
    this.#posted = this.#posted.filter((at) => Math.abs(now - at) < MINUTE); // a clock that is set back silences nothing
    if (this.#posted.length >= MAX_PER_MINUTE) return false;
    this.#posted = [...this.#posted, now];
    return true;
  }

  /** Whether the receiver accepted it in time. */
  async #deliver(call: HeldCall): Promise<boolean> {
    const { now, retryAfter } = this.#tools;
    const giveUpAt = now() + MINUTE;
    for (let attempt = 1; ; attempt++) {
      const target = this.#target();
      if (!target || this.#hasExpired(call) || now() >= giveUpAt) return false;
      if (await this.#post(target, call)) return true;
      if (attempt === MAX_ATTEMPTS) return false;
      await delay(retryAfter * 2 ** (attempt - 1), undefined, { ref: false });
    }
  }

  async #post({ webhook, format, secret }: WebhookTarget, call: HeldCall): Promise<boolean> {
    const { fetch, formats, now, onProblem } = this.#tools;
    try {
      const post = formats[format](call, { at: Math.floor(now() / 1000), secret });
      const { status } = await fetch(webhook, { ...post, method: 'POST', timeout: TIMEOUT, maxBytes: MAX_BYTES });
      if (status < 200 || status > 299)
        throw new GuardError('UPSTREAM_UNAVAILABLE', `${this.#host} answers with ${status}`);
      this.#failure = null;
      return true;
    } catch (thrown) {
      const { message } = GuardError.from(thrown);
      if (this.#failure === null) onProblem(message);
      this.#failure = message;
      return false;
    }
  }

  #hasExpired({ expiresAt }: HeldCall): boolean {
    return expiresAt * 1000 <= this.#tools.now();
  }
}
