import { isCall, type GuardError, type Malformed, type Message, type Call } from '@mcp-guard/core';
import { type Direction, BACK, type MessageContext, locateRule, type Outcome } from '@mcp-guard/rules';
import { judgeInline, judgeInThread } from '../large/judge-inline.js';
import type { LargeMessage } from '../large/large-messages.js';
import type { Owner } from '../large/thread-queue.js';
import { OpenRequests } from '../state/open-requests.js';
import { Batches, type Finish } from './batches.js';
import { FloodMeter } from './flood-meter.js';
import { Ingress } from './ingress.js';
import { Negotiated } from './negotiated.js';
import { Egress, toOutgoing } from './egress.js';
import { isCancellation, pair } from './pairing.js';
import { SessionGate } from './session-gate.js';
import type { SessionParts } from './session-parts.js';

/** One client with its own connection to one server. `relay` is the whole life of a message. */
export class Session {
  readonly #parts: SessionParts;
  readonly #intake: Ingress;
  readonly #batches: Batches;
  readonly #outlet: Egress;
  readonly #gate: SessionGate;
  readonly #floods = { toServer: new FloodMeter('client'), toClient: new FloodMeter('server') };
  /** It ends: nothing that comes is looked at any more. */
  #isOver = false;
  readonly negotiated: Negotiated = new Negotiated();
  /** The requests that travel in each direction and wait for their answers. */
  readonly asked: Readonly<Record<Direction, OpenRequests>> = {
    toServer: new OpenRequests(),
    toClient: new OpenRequests(),
  };

  constructor(parts: SessionParts) {
    const { asked, negotiated } = this;
    this.#parts = parts;
    this.#batches = new Batches(parts.send);
    this.#outlet = new Egress({ ...parts, asked, negotiated });
    this.#gate = new SessionGate({
      ...parts,
      outlet: this.#outlet,
      negotiated,
      asked: asked.toServer,
      tellClient: this.finishOne('toClient'),
    });
    this.#intake = new Ingress({
      ...parts,
      batches: this.#batches,
      large: { read: (line, direction) => parts.large.read(line, this.#owner(direction)) },
      maxDepth: () => parts.policy().maxDepth,
      allowsBatches: () => negotiated.allowsBatches,
      relay: (...message) => this.#relay(...message),
      reject: (...malformed) => this.#reject(...malformed),
      count: (direction) => this.#countLine(direction),
    });
  }

  /** The session ends: no answer comes any more, and what is still being judged is too late. */
  abandon(): void {
    this.#isOver = true;
    this.#outlet.sweep();
    this.#gate.close();
    this.asked.toServer.abandon();
  }

  /** Takes one line from the end that the direction comes from. */
  receive(direction: Direction, line: Buffer, release?: () => void): void {
    this.#intake.receive(direction, line, release);
  }

  /** Takes what is known of a line that was too large to keep. */
  receiveDiscarded(direction: Direction, malformed: Malformed): void {
    if (this.#countLine(direction)) this.#reject(direction, malformed, 0, this.finishOne(direction));
  }

  /** Takes a line without a byte, which is nothing but counted. */
  receiveEmpty(direction: Direction): void {
    if (this.#countLine(direction)) this.#countIdle(direction);
  }

  /** Lets go what was counted for a while: called in every sweep. */
  sweep(): void {
    for (const flood of Object.values(this.#floods)) flood.sweep();
    this.#outlet.sweep();
  }

  /** Whether everything that came from an end was judged and recorded, and is not kept open for a person. */
  isSettled(direction: Direction): boolean {
    return this.#intake.isSettled(direction) && !this.asked[direction].areUnsent;
  }

  /** Returns what the lane is to wait for. */
  #relay(
    direction: Direction,
    message: Message,
    bytesIn: number,
    finish: Finish,
    large?: LargeMessage,
  ): void | Promise<void> {
    const { tap, tools, policy, context, identity, tasks, markers, withheld } = this.#parts;

    // 1. Pair an answer with its request, or open a request. An answer to nothing is never delivered.
    const paired = pair(this.asked, direction, message);
    const { request, error } = paired;
    const answers = isCall(message) ? undefined : request;
    const arrival = tap.arrived(direction, message, bytesIn, answers);
    const leaving = toOutgoing(direction, message, paired, finish);
    tools?.observe(context.server, message, answers);
    const isCounted = direction === 'toServer' && isCall(message) && (large !== undefined || error !== undefined);
    const reason = (isCounted ? this.#countUnseen(message) : undefined) ?? error;
    if (reason || (direction === 'toServer' && message.kind === 'notification')) this.#countIdle(direction);
    if (reason) {
      large?.release();
      answers?.settlement?.abandoned();
      return this.#outlet.stop(arrival, reason, leaving);
    }

    // 2. The interceptors in order, between the two taps.
    const inspect = (): void | Promise<void> => {
      const known = {
        tasks: tasks.about(direction, message, answers),
        markers: markers.given,
        readOnlyHint: direction === 'toServer' ? tools?.hintOf(context.server, message) : undefined,
        withheld: withheld?.of(context.server),
      };
      const whole = { ...context, actor: identity(), answers, ...known };
      const outcome = large ? large.judge(direction, whole) : this.#judge(direction, message, whole);
      return outcome instanceof Promise ? outcome.then(settle) : settle(outcome);
    };

    // 3. What must be paid, and what a person must let pass. Most messages demand neither.
    const settle = (judged: Outcome): void => {
      const outcome = locateRule(judged, policy().locate);
      if (!isCall(message)) answers?.settlement?.answered(message, outcome.refusal !== undefined);
      conclude(this.#gate.approve(outcome, message, request));
    };

    // 4. Record, then deliver, or tell whoever asked that the answer is no.
    const conclude = (outcome: Outcome): void => {
      const entry = tap.settled(arrival, outcome);
      const { refusal, undo } = outcome;
      if (outcome.decided) this.#gate.keepOpen(entry, outcome, leaving, conclude);
      else if (request?.cancelled && !answers) this.#outlet.drop(entry, undo, leaving);
      else if (refusal) this.#outlet.block(entry, refusal, undo, leaving);
      else this.#outlet.pass(entry, outcome, leaving);
    };

    if (large) return inspect(); // its turn has come already
    if (isCancellation(message)) return inspect(); // overtakes what is held up
    return this.#intake.inOrder(direction, inspect, bytesIn);
  }

  /** What cannot be read is not relayed, but whoever waits for it is told, as far as that can be known. */
  #reject(direction: Direction, malformed: Malformed, bytesIn: number, finish: Finish): void {
    const { id, method, isAnswer } = malformed;
    const excess =
      direction === 'toServer' && !(isAnswer && id !== undefined)
        ? this.#countUnseen(toQuestion(malformed))
        : undefined;
    const request = id !== undefined && isAnswer ? this.asked[BACK[direction]].closeReleased(id) : undefined;
    request?.settlement?.abandoned();
    if (!request) this.#countIdle(direction);
    const arrival = this.#parts.tap.arrived(direction, malformed, bytesIn, request);
    if (excess && method === undefined) return this.#outlet.giveUp(arrival, excess);
    this.#outlet.stop(arrival, excess ?? malformed.error, toOutgoing(direction, malformed, { request }, finish));
  }

  /** Here, and in a thread where that takes too long; what comes after it in its lane waits. */
  #judge(direction: Direction, message: Message, context: MessageContext): Outcome | Promise<Outcome> {
    const { policy, large, charge } = this.#parts;
    const inThread = (): Promise<Outcome> => judgeInThread(large, this.#owner(direction), message, context);
    return judgeInline(policy().pipeline, direction, message, context, charge, inThread);
  }

  /** Whose messages of this session are inspected in a thread. */
  #owner(direction: Direction): Owner {
    const { session, server } = this.#parts.context;
    return { session, server, direction };
  }

  /** False where the session is over, or ends by this line. */
  #countLine(direction: Direction): boolean {
    if (!this.#isOver) this.#endFor(this.#floods[direction].countLine());
    return !this.#isOver;
  }

  #countIdle(direction: Direction): void {
    if (!this.#isOver) this.#endFor(this.#floods[direction].countIdle());
  }

  #endFor(flood: GuardError | undefined): void {
    if (!flood) return;
    this.#isOver = true;
    this.#parts.end(flood);
  }

  /** Counts a request that the pipeline does not see whole. */
  #countUnseen(request: Call): GuardError | undefined {
    const { context, identity, policy, charge } = this.#parts;
    const { chargesOf, locate } = policy();
    const excess = charge(chargesOf(request, { ...context, actor: identity(), answers: undefined }));
    return excess?.rule === undefined ? excess : excess.at(locate(excess.rule));
  }

  /** Sends what one message led to. */
  finishOne(direction: Direction): Finish {
    return this.#batches.single(direction);
  }
}

/** As far as it is known: enough to be counted. */
const toQuestion = ({ id, method = '' }: Malformed): Call => {
  const whole = { method, params: undefined, value: {}, bytes: Buffer.alloc(0) };
  return id === undefined || method === '' ? { kind: 'notification', ...whole } : { kind: 'request', id, ...whole };
};
