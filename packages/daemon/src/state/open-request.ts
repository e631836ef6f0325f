import type { Request, Response } from '@mcp-guard/core';
import { toAsked, type AskedRequest, type ListKind } from '@mcp-guard/rules';
import type { Settlement } from './settlement.js';

/** A request that waits for its answer. */
export class OpenRequest implements AskedRequest {
  readonly id: string;
  readonly method: string;
  readonly target: string | null;
  readonly modern: boolean;
  readonly listens: readonly ListKind[];
  #changed: readonly string[];
  #isReleased = false;
  #isCancelled = false;
  #sentAt: number | undefined;
  #settlement: Settlement | undefined;

  constructor(request: Request) {
    const { id, method, target, modern, listens, changed } = toAsked(request);
    this.id = id;
    this.method = method;
    this.target = target;
    this.modern = modern;
    this.listens = listens;
    this.#changed = changed;
  }

  get changed(): readonly string[] {
    return this.#changed;
  }

  get isReleased(): boolean {
    return this.#isReleased;
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Milliseconds of `performance.now`; `undefined` until it was delivered. */
  get sentAt(): number | undefined {
    return this.#sentAt;
  }

  /** It passed and will be delivered; a cancel after this follows it. */
  release(): void {
    this.#isReleased = true;
  }

  /** @param types of what was taken out of it before it is delivered */
  redact(types: readonly string[]): void {
    this.#changed = types;
  }

  /** It was delivered. */
  sent(): void {
    this.#sentAt = performance.now();
  }

  /** What hangs on its answer from now on; nothing where that is taken back. */
  settleWith(settlement: Settlement | undefined): void {
    this.#settlement = settlement;
  }

  /** @param isRefused the client does not get the answer */
  answer(response: Response, isRefused: boolean): void {
    this.#settlement?.answered(response, isRefused);
  }

  /** No answer is waited for any more. */
  abandon(): void {
    this.#settlement?.abandoned();
  }

  /** It was taken back; its id stays taken, see `OpenRequests.cancel`. */
  cancel(): void {
    this.#isCancelled = true;
    this.abandon();
  }
}
