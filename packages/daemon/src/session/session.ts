import { isCall, type GuardError, type Malformed } from '@mcp-guard/core';
import {
  BACK,
  chargeOnce,
  isUnanswerable,
  locateRule,
  type CountedCall,
  type Direction,
  type Judgement,
} from '@mcp-guard/rules';
import type { GateDecision } from '../approvals/gate-decision.js';
import { OpenRequests } from '../state/open-requests.js';
import { Batches, type Finish } from './batches.js';
import { Egress, toOutgoing } from './egress.js';
import { Floods } from './floods.js';
import type { Incoming, Inspect } from './incoming.js';
import { Ingress } from './ingress.js';
import { Inspector, type Judged } from './inspector.js';
import { Negotiated } from './negotiated.js';
import { pair } from './pairing.js';
import { SessionGate } from './session-gate.js';
import type { SessionParts } from './session-parts.js';

/** One client with its own connection to one server. `relay` is the whole life of a message. */
export class Session {
  readonly #parts: SessionParts;
  readonly #ingress: Ingress;
  readonly #batches: Batches;
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
    this.#batches = new Batches(parts.send);
    this.#egress = new Egress({ ...parts, asked, negotiated, toClientAlone: this.toClientAlone });
    this.#gate = new SessionGate({
      ...parts,
      egress: this.#egress,
      negotiated,
      asked: asked.toServer,
      tellClient: this.toClientAlone,
    });
    this.#ingress = new Ingress({
      ...parts,
      batches: this.#batches,
      large: { read: (line, direction) => parts.large.read(line, this.#inspector.owner(direction)) },
      allowsBatches: () => negotiated.allowsBatches,
      relay: (direction, incoming) => this.#relay(direction, incoming),
      reject: (...malformed) => this.#reject(...malformed),
      floods: this.#floods,
    });
  }

  /** The session ends: no response comes any more, and messages that are still being judged are too late. */
  abandon(): void {
    this.#floods.close();
    this.#egress.sweep();
    this.#gate.close();
    this.asked.toServer.abandon();
  }

  /** Takes one line from the end that the direction comes from. */
  receive(direction: Direction, line: Buffer, release?: () => void): void {
    this.#ingress.receive(direction, line, release);
  }

  /** Takes what is known about a line that was too large to keep. */
  receiveDiscarded(direction: Direction, malformed: Malformed): void {
    if (this.#floods.countLine(direction)) this.#reject(direction, malformed, 0, this.#batches.alone[direction]);
  }

  /** Takes a line without a byte, which is only counted. */
  receiveEmpty(direction: Direction): void {
    if (this.#floods.countLine(direction)) this.#floods.countIdle(direction);
  }

  /** No response to this request (JSON text of its id) will come. It gets this error, unless what came before answers it. */
  lose(id: string, error: GuardError): void {
    this.#ingress.follow('toClient', () => {
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

  /** Forgets what was counted a while ago: called in every sweep. */
  sweep(): void {
    this.#floods.sweep();
    this.#egress.sweep();
  }

  /** Whether everything that came from an end was judged and recorded, and is not kept open for a person. */
  isSettled(direction: Direction): boolean {
    return this.#ingress.isSettled(direction) && !this.asked[direction].areUnsent;
  }

  /** Returns the rest of the work for when everything before it is done. */
  #relay(direction: Direction, incoming: Incoming): Inspect | undefined {
    const { message, bytesIn, finish, large } = incoming;
    const { tap, tools, context } = this.#parts;

    // 1. Pair a response with its request, or open a request. A response to nothing is never delivered.
    const { request, cancels, error } = pair(this.asked, direction, message);
    const answers = isCall(message) ? undefined : request;
    const arrival = tap.arrived(direction, message, bytesIn, request);
    const said = direction === 'toServer' ? this.negotiated.meet(message, this.#parts.forRecord) : undefined;
    const outgoing = toOutgoing(direction, message, { request, cancels }, finish);
    tools?.observe(context.server, message, answers);
    const charge = chargeOnce(this.#parts.charge);
    const isUnseen =
      direction === 'toServer' && isCall(message) && (message.body === 'in worker' || error !== undefined);
    const reason = (isUnseen ? this.#inspector.countUnseen(message, charge) : undefined) ?? error;
    if (reason || (direction === 'toServer' && message.kind === 'notification')) this.#floods.countIdle(direction);
    if (reason) {
      large?.release();
      answers?.abandon();
      this.#egress.stop(arrival, reason, outgoing);
      return undefined;
    }

    // 2. The interceptors in order, between the two taps, by the policy that is in force when they have judged.
    const inspect: Inspect = () => {
      const judged = this.#inspector.judge(direction, incoming, answers, charge);
      return judged instanceof Promise ? judged.then(settle) : settle(judged);
    };

    // 3. The gate: payment, and approval by a person. Most messages need neither.
    const settle = ({ judgement: judged, by }: Judged): void => {
      const judgement = locateRule(judged, by.policy.locate);
      if (!isCall(message)) answers?.answer(message, judgement.refusal !== undefined);
      conclude(judgement, this.#gate.decide(judgement, message, request, by));
    };

    // 4. Record, then deliver, or send the refusal to the end that waits.
    const conclude = (judgement: Judgement, decision: GateDecision): void => {
      const entry = tap.settled(arrival, judgement, decision, said);
      const { kind, undo } = decision;
      if (kind === 'hold' && decision.decided)
        this.#gate.keepOpen(entry, decision, outgoing, (later) => conclude(judgement, later));
      else if (request?.isCancelled && !answers) this.#egress.drop(entry, undo, outgoing);
      else if (kind === 'send') this.#egress.pass(entry, judgement, undo, outgoing);
      else this.#egress.block(entry, decision.error, undo, outgoing);
    };
    return inspect;
  }

  /** An unreadable message is not relayed, but the end that waits for it gets an error, if it is known. */
  #reject(direction: Direction, malformed: Malformed, bytesIn: number, finish: Finish): void {
    const { id, method, isAnswer } = malformed;
    const isCounted = direction === 'toServer' && !(isAnswer && id !== undefined);
    const excess = isCounted ? this.#inspector.countUnseen(toCounted(malformed), this.#parts.charge) : undefined;
    const request = id !== undefined && isAnswer ? this.asked[BACK[direction]].closeReleased(id) : undefined;
    request?.abandon();
    if (!request) this.#floods.countIdle(direction);
    const arrival = this.#parts.tap.arrived(direction, malformed, bytesIn, request);
    if (excess && method === undefined) return this.#egress.giveUp(arrival, excess);
    this.#egress.stop(arrival, excess ?? malformed.error, toOutgoing(direction, malformed, { request }, finish));
  }

  /** Sends the client what the guard itself has to say. */
  get toClientAlone(): Finish {
    return this.#batches.alone.toClient;
  }
}

/** As far as it is known. */
const toCounted = ({ id, method = '' }: Malformed): CountedCall => ({
  kind: id === undefined || method === '' ? 'notification' : 'request',
  method,
  params: undefined,
});
