import { parseJson, type Request, type Response } from '@mcp-guard/core';
import { toAsked, type AskedRequest, type ListKind } from '@mcp-guard/rules';
import type { RecordedNames } from '../record/audit-tap.js';
import type { Settlement } from './settlement.js';

/** Requests that one side may have open at a time. */
const MAX_OPEN = 4096;
/** The longest names of them together, in characters: each is kept until it is answered, which may be never. */
const MAX_NAMED = 4 * 2 ** 20;
/** Ids that stay taken after a cancel because an answer may still come. */
const MAX_TOMBSTONES = 16_384;

/** A request that waits for its answer. */
export class OpenRequest implements AskedRequest {
  readonly id: string;
  readonly method: string;
  readonly target: string | null;
  readonly modern: boolean;
  readonly listens: readonly ListKind[];
  /** The names of it and its answer in the record. */
  names: RecordedNames | undefined;
  /** The figures of the session have it. */
  isCounted: true | undefined;
  #changed: readonly string[];
  #isReleased = false;
  #isCancelled = false;
  #isTakenBack = false;
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

  /** The guard has answered it in place of its server, whose response goes no further. */
  get isTakenBack(): boolean {
    return this.#isTakenBack;
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

  /** Takes what depends on its answer from now on; `undefined` takes that back. */
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

  takeBack(): void {
    this.#isTakenBack = true;
  }

  /** No client waits for it; its id stays taken, see `OpenRequests.cancel`. */
  cancel(): void {
    this.#isCancelled = true;
    this.abandon();
  }
}

/**
 * The requests of one side of a session. Paired by the exact text of the id; ids that some
 * reader takes for one are not open together. A cancelled id stays taken until it is
 * answered: a late answer must not meet another request.
 */
export class OpenRequests {
  readonly #byId = new Map<string, OpenRequest>();
  #tombstones = 0;
  #named = 0;

  /** Why the id cannot be opened now; `undefined` when it can. */
  refuses(id: string): string | undefined {
    if (this.#byId.has(readAs(id))) return 'this id is already open';
    if (this.count >= MAX_OPEN) return `more than ${MAX_OPEN} requests are open`;
    if (this.#named >= MAX_NAMED) return 'the requests that are open name too much';
    return this.#tombstones >= MAX_TOMBSTONES ? 'too many cancelled requests were never answered' : undefined;
  }

  add(asking: Request): OpenRequest {
    const request = new OpenRequest(asking);
    this.#byId.set(readAs(request.id), request);
    this.#named += lengthOf(request);
    return request;
  }

  /** Ends a request: it was answered, refused, or never sent. */
  close(id: string): OpenRequest | undefined {
    const key = readAs(id);
    const request = this.#byId.get(key);
    if (request?.id !== id) return undefined;
    this.#byId.delete(key);
    this.#named -= lengthOf(request);
    if (request.isCancelled) this.#tombstones--;
    return request;
  }

  /** The same for a request that was sent: an end answers nothing that it has not heard. */
  closeReleased(id: string): OpenRequest | undefined {
    return this.#byId.get(readAs(id))?.isReleased ? this.close(id) : undefined;
  }

  /** The request that has this id, and otherwise whether some reader may take the id for that of another. */
  find(id: string): { readonly request: OpenRequest | undefined; readonly isAlike: boolean } {
    const request = this.#byId.get(readAs(id));
    return request?.id === id ? { request, isAlike: false } : { request: undefined, isAlike: !!request };
  }

  /** No client waits for it any more. */
  cancel(request: OpenRequest): void {
    if (request.isCancelled || this.#byId.get(readAs(request.id)) !== request) return;
    this.#tombstones++;
    request.cancel();
  }

  /** Requests whose senders still wait. */
  waiting(): OpenRequest[] {
    return [...this.#byId.values()].filter(({ isCancelled }) => !isCancelled);
  }

  /** Some of them were not sent yet: they are being judged, or wait for a person. */
  get areUnsent(): boolean {
    for (const { isReleased, isCancelled } of this.#byId.values()) if (!isReleased && !isCancelled) return true;
    return false;
  }

  /** No request will be answered any more. */
  abandon(): void {
    for (const request of this.#byId.values()) request.abandon();
  }

  get count(): number {
    return this.#byId.size - this.#tombstones;
  }
}

const lengthOf = ({ id, method, target }: OpenRequest): number => id.length + method.length + (target?.length ?? 0);

/** Exact as a double and in one spelling, so all readers read the same. */
const PLAIN_ID = /^[1-9]\d{0,14}$/;

/** Reads an id as careless readers do: a double, or text without lone surrogates that ends at a NUL. */
function readAs(id: string): string {
  if (PLAIN_ID.test(id)) return id;
  const value = parseJson(id);
  return typeof value === 'string' ? `"${value.toWellFormed().split('\0', 1)[0]}` : String(Number(value));
}
