import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, type WebhookStatus } from '@mcp-guard/core';
import type { HeldCall } from '../held-call.js';
import type { Receiver } from './receiver.js';

/** Calls that wait to be reported; of more, the oldest are dropped. */
const MAX_WAITING = 256;
/** An agent decides how many calls are held. It must not flood a person's phone that way. */
const MAX_PER_MINUTE = 30;
const MINUTE = 60_000;

export interface QueueTools {
  /** Called once when a receiver begins to fail, in words without a secret. */
  readonly onProblem: (words: string) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Milliseconds before the second attempt; twice as long each time. */
  readonly retryAfter: number;
}

/** Reports held calls to one receiver, one after the other; calls do not wait for it. */
export class ReportQueue {
  readonly #receiver: Receiver;
  readonly #tools: QueueTools;
  readonly #waiting: HeldCall[] = [];
  #isReporting = false;
  /** When the calls of the last minute were reported, in Unix milliseconds. */
  #reported: readonly number[] = [];
  #failure: string | null = null;
  #lost = 0;

  constructor(receiver: Receiver, tools: QueueTools) {
    this.#receiver = receiver;
    this.#tools = tools;
  }

  get status(): WebhookStatus {
    const waiting = this.#waiting.length + (this.#isReporting ? 1 : 0);
    return { host: this.#receiver.name, failure: this.#failure, waiting, lost: this.#lost };
  }

  /** Returns at once. */
  notify(call: HeldCall): void {
    this.#waiting.push(call);
    if (!this.#isReporting) void this.#reportAll();
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting.shift();
    this.#lost++;
  }

  async #reportAll(): Promise<void> {
    this.#isReporting = true;
    for (let call = this.#waiting.shift(); call; call = this.#waiting.shift()) {
      const isReported = !this.#hasExpired(call) && this.#takeTurn() && (await this.#deliver(call));
      if (!isReported) this.#lost++;
    }
    this.#isReporting = false;
  }

  /** One more fits into this minute. */
  #takeTurn(): boolean {
    const now = this.#tools.now();
    this.#reported = this.#reported.filter((at) => Math.abs(now - at) < MINUTE); // a clock that is set back silences nothing
    if (this.#reported.length >= MAX_PER_MINUTE) return false;
    this.#reported = [...this.#reported, now];
    return true;
  }

  /** Returns whether the receiver accepted it in time. */
  async #deliver(call: HeldCall): Promise<boolean> {
    const { now, retryAfter } = this.#tools;
    const { attempts, isWanted } = this.#receiver;
    const giveUpAt = now() + MINUTE;
    for (let attempt = 1; ; attempt++) {
      if (!isWanted() || this.#hasExpired(call) || now() >= giveUpAt) return false;
      if (await this.#report(call)) return true;
      if (attempt === attempts) return false;
      await delay(retryAfter * 2 ** (attempt - 1), undefined, { ref: false });
    }
  }

  async #report(call: HeldCall): Promise<boolean> {
    try {
      await this.#receiver.report(call);
      this.#failure = null;
      return true;
    } catch (thrown) {
      const { message } = GuardError.from(thrown);
      if (this.#failure === null) this.#tools.onProblem(message);
      this.#failure = message;
      return false;
    }
  }

  #hasExpired({ expiresAt }: HeldCall): boolean {
    return expiresAt * 1000 <= this.#tools.now();
  }
}
