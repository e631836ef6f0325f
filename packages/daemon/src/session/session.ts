import { isCall, type Batch as Elements, type GuardError, type Malformed, type Message } from '@mcp-guard/core';
import {
  BACK,
  chargeOnce,
  isUnanswerable,
  locateRule,
  type CountedCall,
  type Direction,
  type Judgement,
} from '@mcp-guard/rules';
import { SEND, type GateDecision } from '../approvals/gate-decision.js';
import { OpenRequests } from '../state/open-requests.js';
import { Egress, toOutgoing } from './egress.js';
import { Floods } from './floods.js';
import { isCancellation, pair, read } from './ingress.js';
import { Inspector, type Judged } from './inspector.js';
import { Lane, type LanePart } from './lane.js';
import { Negotiated } from './negotiated.js';
import type { Batch } from './revision-2025-03-26/batches.js';
import { refuseBatch } from './revision-2025-03-26/refuse-batch.js';
import { SessionGate } from './session-gate.js';
import type { SessionParts } from './session-parts.js';
import { takeBackAll } from './take-back.js';

/** A message that could be read. */
interface Incoming {
  readonly message: Message;
  readonly bytesIn: number;
  readonly batch?: Batch | undefined;
}

/** The rest of the work on a message when its turn has come. Returns what the lane must wait for. */
type Inspect = () => void | Promise<void>;

/** One client with its own connection to one server. `#take`, `#handle` and `#relay` are the whole life of a message. */
export class Session {
  readonly #parts: SessionParts;
  readonly #lanes: Readonly<Record<Direction, Lane>>;
  readonly #egress: Egress;
  readonly #gate: SessionGate;
  readonly #inspector: Inspector;
  readonly #floods: Floods;
  readonly negotiated: Negotiated = new Negotiated();
  /** The requests of each direction that wait for their responses. */
  readonly asked: Readonly<Record<Direction, OpenRequests>> = {
    toServer: new OpenRequests(),
    toClient: new OpenRequests(),
  };

  constructor(parts: SessionParts) {
    const { asked, negotiated } = this;
    this.#parts = parts;
    this.#floods = new Floods(parts.end);
    this.#inspector = new Inspector(parts);
    this.#egress = new Egress({ ...parts, asked, negotiated });
    this.#gate = new SessionGate({ ...parts, egress: this.#egress, negotiated, asked: asked.toServer });
    this.#lanes = { toServer: this.#open('toServer'), toClient: this.#open('toClient') };
  }

  #open(direction: Direction): Lane {
    const { later, onHeldUp } = this.#parts;
    return new Lane({
      take: (part) => this.#take(direction, part),
      later: (work) => later(direction, work),
      onHeldUp: (isFull) => onHeldUp(direction, isFull),
    });
  }

  /** The session ends: no response comes any more, and messages that are still being judged are too late. */
  abandon(): void {
    this.#floods.close();
    this.#egress.sweep();
    this.#gate.close();
    this.asked.toServer.abandon();
  }

  /**
   * Takes one line from the end that the direction comes from.
   * @param release is called once the line no longer uses the budget for lines
   */
  receive(direction: Direction, line: Buffer, release?: () => void): void {
    this.#lanes[direction].push({ bytes: line, release });
  }

  /** Takes what is known about a line that was too large to keep. */
  receiveDiscarded(direction: Direction, malformed: Malformed): void {
    if (this.#floods.countLine(direction)) this.#reject(direction, malformed, 0);
  }

  /** Takes a line without a byte, which is only counted. */
  receiveEmpty(direction: Direction): void {
    if (this.#floods.countLine(direction)) this.#floods.countIdle(direction);
  }

  /** No response to this request (JSON text of its id) will come. It gets this error, unless what came before answers it. */
  lose(id: string, error: GuardError): void {
    this.#lanes.toClient.follow(() => {
      const request = this.asked.toServer.closeReleased(id);
      request?.abandon();
      if (request && !request.isCancelled) this.#egress.fail(request, error);
    });
  }

  /** Each request of the client that still waits gets this error: its server is gone. */
  loseAll(error: GuardError): void {
    for (const request of this.asked.toServer.waiting()) {
      if (isUnanswerable(request.method)) continue;
      this.asked.toServer.close(request.id);
      this.#egress.fail(request, error);
    }
  }

  /** All calls were halted. */
  halt(): void {
    takeBackAll(this.asked.toServer, this.#egress, this.#parts);
  }

  /** Forgets what was counted a while ago: called in every sweep. */
  sweep(): void {
    this.#floods.sweep();
    this.#egress.sweep();
  }

  /** Everything that came from an end was judged and recorded, and is not kept open for a person. */
  isSettled(direction: Direction): boolean {
    return this.#lanes[direction].isSettled && !this.asked[direction].areUnsent;
  }

  /** Sends the client what the guard itself has to say. */
  tellClient(bytes: Buffer): void {
    this.#egress.tellClient(bytes);
  }

  /** A line or an element of a batch is counted and read: here, or in its turn by the inspector. */
  #take(direction: Direction, part: LanePart): void {
    const { bytes, batch, release } = part;
    if (!this.#floods.countLine(direction)) return release?.();
    const came = read(part, this.#parts.inForce().policy.maxDepth, this.negotiated.allowsBatches);
    const bytesIn = bytes.length;
    const lane = this.#lanes[direction];
    if (came.kind === 'unread') {
      return lane.read(async () => {
        const late = await this.#inspector.read(direction, batch ? Buffer.from(bytes) : bytes);
        release?.();
        lane.wasRead();
        if (late.kind === 'malformed' || late.kind === 'batch') this.#handle(direction, late, bytesIn, batch);
        else await this.#relay(direction, { message: late, bytesIn, batch })?.();
      });
    }
    release?.();
    if (came.kind !== 'refused batch') return this.#handle(direction, came, bytesIn, batch);
    for (const element of refuseBatch(bytes, came.why, () => this.#floods.countLine(direction)))
      this.#reject(direction, element.malformed, element.bytesIn);
  }

  #handle(direction: Direction, came: Message | Malformed | Elements, bytesIn: number, batch: Batch | undefined): void {
    if (came.kind === 'malformed') this.#reject(direction, came, bytesIn, batch);
    else if (came.kind === 'batch') {
      const opened = this.#egress.openBatch(direction, came.elements.length);
      this.#lanes[direction].takeApart(came.elements.map((bytes) => ({ bytes, batch: opened })));
    } else this.#inOrder(direction, { message: came, bytesIn, batch });
  }

  /** Keeps the order; a cancellation overtakes messages that are held up. */
  #inOrder(direction: Direction, incoming: Incoming): void {
    const lane = this.#lanes[direction];
    const { message, bytesIn } = incoming;
    if (message.kind !== 'notification' || !isCancellation(message)) {
      const inspect = this.#relay(direction, incoming);
      if (inspect) lane.run(inspect, bytesIn);
    } else if (lane.hasUnread) {
      // The request that it cancels may still be being read.
      lane.run(() => this.#relay(direction, incoming)?.(), bytesIn);
    } else void this.#relay(direction, incoming)?.();
  }

  /** Returns the rest of the work for when everything before it is done. */
  #relay(direction: Direction, incoming: Incoming): Inspect | undefined {
    const { message, bytesIn, batch } = incoming;
    const { tap, tools, context } = this.#parts;

    // 1. Pair a response with its request, or open a request. A response to nothing is never delivered.
    const { request, cancels, error } = pair(this.asked, direction, message);
    const answers = isCall(message) ? undefined : request;
    const arrival = tap.arrived(direction, message, bytesIn, request);
    const said = direction === 'toServer' ? this.negotiated.meet(message, this.#parts.forRecord) : undefined;
    const outgoing = toOutgoing(direction, message, { request, cancels }, batch);
    if (answers) tools?.observe(context.server, message, answers);
    const charge = chargeOnce(this.#parts.charge);
    const isUnseen = direction === 'toServer' && (message.body === 'in worker' || error !== undefined);
    const reason = (isUnseen && isCall(message) ? this.#inspector.countUnseen(message, charge) : undefined) ?? error;
    if (reason || (direction === 'toServer' && message.kind === 'notification')) this.#floods.countIdle(direction);
    if (reason) {
      this.#inspector.release(message);
      answers?.abandon();
      this.#egress.stop(arrival, reason, outgoing);
      return undefined;
    }

    // 2. The interceptors in order, between the two taps, by the policy that is in force when they have judged.
    const inspect: Inspect = () => {
      const judged = this.#inspector.judge(direction, message, answers, charge);
      return judged instanceof Promise ? judged.then(settle) : settle(judged);
    };

    // 3. The gate: payment, and approval by a person. Most messages need neither.
    const settle = ({ judgement: judged, by }: Judged): void => {
      const judgement = locateRule(judged, by.policy.locate);
      if (answers && !isCall(message)) answers.answer(message, judgement.refusal !== undefined);
      const isFree = judgement.refusal === undefined && judgement.demand === undefined;
      conclude(judgement, isFree ? SEND : this.#gate.decide(judgement, message, request, by));
    };

    // 4. Record, then deliver, or send the refusal to the end that waits.
    const conclude = (judgement: Judgement, decision: GateDecision): void => {
      const entry = tap.settled(arrival, judgement, decision, said);
      const { kind, undo } = decision;
      if (kind === 'hold' && decision.decided)
        this.#gate.keepOpen(entry, decision, outgoing, (later) => conclude(judgement, later));
      else if (!answers && request?.isCancelled) this.#egress.drop(entry, undo, outgoing);
      else if (kind === 'send') this.#egress.pass(entry, judgement, undo, outgoing);
      else this.#egress.block(entry, decision.error, undo, outgoing);
    };
    return inspect;
  }

  /** An unreadable message is not relayed, but the end that waits for it gets an error, if it is known. */
  #reject(direction: Direction, malformed: Malformed, bytesIn: number, batch?: Batch): void {
    const { id, method, isAnswer } = malformed;
    const isCounted = direction === 'toServer' && !(isAnswer && id !== undefined);
    const excess = isCounted ? this.#inspector.countUnseen(toCounted(malformed), this.#parts.charge) : undefined;
    const request = id !== undefined && isAnswer ? this.asked[BACK[direction]].closeReleased(id) : undefined;
    request?.abandon();
    if (!request) this.#floods.countIdle(direction);
    const arrival = this.#parts.tap.arrived(direction, malformed, bytesIn, request);
    if (excess && method === undefined) return this.#egress.giveUp(arrival, excess);
    this.#egress.stop(arrival, excess ?? malformed.error, toOutgoing(direction, malformed, { request }, batch));
  }
}

/** As far as it is known. */
const toCounted = ({ id, method = '' }: Malformed): CountedCall => ({
  kind: id === undefined || method === '' ? 'notification' : 'request',
  method,
  params: undefined,
});
