import { GuardError, toFailure, type Response, type Malformed, type Message } from '@mcp-guard/core';
import type { AuditEntry } from '@mcp-guard/store';
import {
  type Direction,
  BACK,
  halted,
  isProbe,
  isUnanswerable,
  type Judgement,
  isSign,
  asksNothing,
  toRefusal,
} from '@mcp-guard/rules';
import type { Arrival } from '../record/audit-tap.js';
import type { OpenRequest, OpenRequests } from '../state/open-requests.js';
import type { Negotiated } from './negotiated.js';
import { RefusedLines, type Burst } from './refused-lines.js';
import { Batches, type Batch, type Send } from './revision-2025-03-26/batches.js';
import type { SessionParts } from './session-parts.js';

/**
 * A message on its way out, without its body: the messages of one turn of the event loop wait together for its commit, and
 * parsed texts are many times as large as their bytes.
 */
export interface Outgoing {
  readonly direction: Direction;
  readonly kind: Message['kind'] | 'malformed';
  readonly method: string | undefined;
  /** JSON text. */
  readonly id: string | undefined;
  /** The request that it makes or responds to. */
  readonly request: OpenRequest | undefined;
  readonly cancels: OpenRequest | undefined;
  readonly batch: Batch | undefined;
}

/** Releases the reservations of a message that is not sent after all. */
type Undo = (() => void) | undefined;

export const toOutgoing = (
  direction: Direction,
  message: Message | Malformed,
  { request, cancels }: Partial<Pick<Outgoing, 'request' | 'cancels'>>,
  batch: Batch | undefined,
): Outgoing => ({
  direction,
  kind: message.kind,
  method: 'method' in message ? message.method : undefined,
  id: message.kind === 'notification' ? undefined : message.id,
  request,
  cancels,
  batch,
});

export interface EgressParts extends Pick<
  SessionParts,
  'context' | 'tap' | 'delivery' | 'halt' | 'inForce' | 'tasks' | 'markers' | 'withheld' | 'send' | 'end'
> {
  readonly asked: Readonly<Record<Direction, OpenRequests>>;
  readonly negotiated: Negotiated;
}

/** The way out of a session: records the outcome of a message, then delivers it or reports to the waiting end why not. */
export class Egress {
  readonly #parts: EgressParts;
  readonly #refused = {
    toServer: new RefusedLines((burst) => this.#recordBurst('toServer', burst)),
    toClient: new RefusedLines((burst) => this.#recordBurst('toClient', burst)),
  };

  /** To the two ends. */
  #send: Send;
  #batches: Batches | undefined;

  constructor(parts: EgressParts) {
    this.#parts = parts;
    this.#send = parts.send;
  }

  /**
   * The responses to the elements of a batch leave as one. From then on a response may leave together with what waits
   * for it.
   */
  openBatch(direction: Direction, size: number): Batch {
    this.#batches ??= new Batches(this.#parts.send);
    this.#send = this.#batches.send;
    return this.#batches.open(direction, size);
  }

  /** Sends the client what the guard itself has to say. */
  tellClient(bytes: Buffer): void {
    this.#send.toClient(bytes, { direction: 'toClient' });
  }

  /** Delivers a message once its row is recorded. */
  pass(entry: AuditEntry, judgement: Judgement, undo: Undo, outgoing: Outgoing): void {
    const { message, rewritten, findings, withheld } = judgement;
    const { direction, request, cancels } = outgoing;
    const answer = 'method' in message ? undefined : message;
    const { bytes } = message;
    request?.release();
    if (cancels && !cancels.isReleased) return this.#absorb(entry, outgoing);
    if (rewritten) this.#remember(direction, findings, answer ? undefined : request);
    if (withheld.length > 0) this.#parts.withheld?.add(this.#parts.context.server, withheld);
    this.#parts.delivery.record(entry, {
      deliver: () => this.#deliver(bytes, answer, outgoing),
      refuse: (why, auditId) => this.refuse(outgoing, why, auditId),
      undo,
    });
  }

  /** A client gives up what its server never got: that is no refusal, and goes no further. */
  #absorb(entry: AuditEntry, { batch }: Outgoing): void {
    const { tap, delivery } = this.#parts;
    delivery.record(tap.absorbed(entry), { deliver: () => batch?.drop(), refuse: () => batch?.drop() });
  }

  /** Records that a message is refused, then sends the error. */
  block(entry: AuditEntry, refusal: GuardError, undo: Undo, outgoing: Outgoing): void {
    const auditId = this.#parts.delivery.record(entry, {
      deliver: () => this.refuse(outgoing, refusal, auditId),
      refuse: (why, id) => this.refuse(outgoing, why, id),
      undo,
    });
  }

  /** The same for one that the interceptors never saw; the waiting end gets the error even if it cannot be recorded. */
  stop(arrival: Arrival, error: GuardError, outgoing: Outgoing): void {
    const { direction, kind, method, id, request, batch } = outgoing;
    const isMalformed = kind === 'malformed';
    const asks = kind === 'request' || (isMalformed && method !== undefined && id !== undefined);
    if (!request && !this.#refused[direction].takesRow(arrival.bytesIn)) {
      // A sender that waits gets the error. Errors without an id, one for each line of a flood, help no one.
      return asks ? this.#deny(outgoing, id, error, undefined) : batch?.drop();
    }
    this.#reject(arrival, error, (auditId) => {
      if (request) this.refuse(outgoing, error, auditId);
      else if (asks) this.#deny(outgoing, id, error, auditId);
      else if (isMalformed && direction === 'toServer') this.#deny(outgoing, undefined, error, auditId);
      else batch?.drop();
    });
  }

  /** Records the floods so far. */
  sweep(): void {
    for (const lines of Object.values(this.#refused)) lines.sweep();
  }

  /** No end waits for such lines, and they go on: records one, and ends the session. */
  giveUp(arrival: Arrival, error: GuardError): void {
    this.#reject(arrival, error, () => this.#parts.end(error));
  }

  /** Records that the requester cancelled the request before it was sent. */
  drop(entry: AuditEntry, undo: Undo, { direction, request, batch }: Outgoing): void {
    const { asked, tap, delivery } = this.#parts;
    undo?.();
    if (request) asked[direction].close(request.id);
    delivery.record(tap.cancelled(entry), { deliver: () => batch?.drop(), refuse: () => batch?.drop() });
  }

  /** The waiting end gets the error. A notification just stops here. */
  refuse(outgoing: Outgoing, error: GuardError, auditId: string | undefined): void {
    const { direction, kind, request, batch } = outgoing;
    if (!request || request.isTakenBack) return batch?.drop();
    const { asked, inForce, end } = this.#parts;
    if (kind === 'request') asked[direction].close(request.id);
    if (!isUnanswerable(request.method)) {
      const refusal = toRefusal(error, request, auditId, inForce().policy.refusals);
      this.#send[kind === 'request' ? BACK[direction] : direction](refusal, outgoing);
    }
    if (isProbe(request.method)) end(error);
  }

  /** A request that was sent, and that nothing will answer. */
  fail(request: OpenRequest, error: GuardError): void {
    const { tap, delivery, inForce, end } = this.#parts;
    const deliver = (): void => {
      if (isUnanswerable(request.method)) return end(error);
      const refusal = toRefusal(error, request, auditId, inForce().policy.refusals);
      this.#send.toClient(refusal, { direction: 'toClient', request });
    };
    const auditId = delivery.record(tap.own('toClient', 'failure', request, error), { deliver, refuse: deliver });
  }

  #recordBurst(direction: Direction, { lines, bytes }: Burst): void {
    const { tap, delivery } = this.#parts;
    const error = new GuardError('RATE_LIMITED', `${lines} more lines that were refused, without a row of their own`);
    delivery.record({ ...tap.event('message', 'malformed', error), direction, bytesIn: bytes });
  }

  #deliver(bytes: Buffer, answer: Response | undefined, outgoing: Outgoing): void {
    const { direction, request } = outgoing;
    if (this.#parts.halt.isOn && isHalted(outgoing)) return this.#withhold(outgoing);
    if (request && !answer) request.sent();
    if (request && answer) {
      this.#parts.negotiated.observe(request, answer);
      this.#parts.tasks.observe(BACK[direction], request, answer);
    }
    this.#send[direction](bytes, outgoing);
  }

  /** All calls were halted since its row was written; where an end waits, another row says that it gets an error. */
  #withhold(outgoing: Outgoing): void {
    const { direction, kind, request, batch } = outgoing;
    if (!request || request.isTakenBack) return batch?.drop();
    const { tap, delivery } = this.#parts;
    const error = halted();
    const refuse = (): void => this.refuse(outgoing, error, auditId);
    const entry = tap.own(kind === 'request' ? BACK[direction] : direction, 'failure', request, error);
    const auditId = delivery.record(entry, { deliver: refuse, refuse });
  }

  /** Types that were taken out of a message that is delivered. */
  #remember(direction: Direction, findings: Judgement['findings'], request: OpenRequest | undefined): void {
    const redacted = findings.filter(({ action }) => action === 'redact').map(({ type }) => type);
    request?.redact(redacted);
    if (direction === 'toClient') this.#parts.markers.add(redacted);
  }

  #reject(arrival: Arrival, error: GuardError, tell: (auditId: string | undefined) => void): void {
    const { tap, delivery } = this.#parts;
    const auditId = delivery.record(tap.rejected(arrival, error), {
      deliver: () => tell(auditId),
      refuse: () => tell(undefined),
    });
  }

  /** The response to a request that was not opened. */
  #deny(outgoing: Outgoing, id: string | undefined, error: GuardError, auditId: string | undefined): void {
    const { direction, method = '' } = outgoing;
    if (!isUnanswerable(method)) this.#send[BACK[direction]](toFailure(error, id, auditId), outgoing);
    if (isProbe(method)) this.#parts.end(error);
  }
}

/** A halt keeps it from being delivered. */
const isHalted = ({ direction, kind, method, request }: Outgoing): boolean =>
  request ? !asksNothing(request.method) : direction === 'toClient' || !isSign(kind, method);
