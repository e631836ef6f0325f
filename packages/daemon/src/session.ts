import { isQuestion, readStrict, toFailure, type GuardError, type Malformed, type Message } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import type { AuditTap } from './audit-tap.js';
import { Batches, joinBatch, NESTED_BATCH, UNKNOWN_BATCH, type Finish } from './batches.js';
import type { Delivery } from './delivery.js';
import type { Direction, MessageContext } from './interceptor.js';
import { Lane } from './lane.js';
import { isProbe } from './methods.js';
import { Negotiated } from './negotiated.js';
import { OpenRequests, type OpenRequest } from './open-requests.js';
import { BACK, isCancellation, pair } from './pairing.js';
import type { Outcome, Pipeline } from './pipeline.js';
import { toRefusal } from './refusal.js';

/** The policy in force; asked anew for every message, so that a reload counts at once. */
export interface SessionPolicy {
  readonly pipeline: Pipeline;
  readonly maxDepth: number;
  readonly refusals: Config['refusals'];
}

export interface SessionParts {
  readonly context: Omit<MessageContext, 'answers'>;
  readonly policy: () => SessionPolicy;
  readonly tap: AuditTap;
  readonly delivery: Delivery;
  /** Hands one message to the end that a direction leads to; the line end is added there. */
  readonly send: Readonly<Record<Direction, (bytes: Buffer) => void>>;
  /** Ends the session with this reason on the client's stderr. */
  readonly end: (reason: GuardError) => void;
}

/** One client with its own connection to one server. `relay` is the whole life of a message. */
export class Session {
  readonly #parts: SessionParts;
  readonly #lanes = { toServer: new Lane(), toClient: new Lane() };
  readonly #batches = new Batches();
  readonly negotiated: Negotiated = new Negotiated();
  /** The questions that travel in each direction and wait for their answers. */
  readonly asked: Readonly<Record<Direction, OpenRequests>> = {
    toServer: new OpenRequests(),
    toClient: new OpenRequests(),
  };

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Takes one line from the end that the direction comes from. */
  receive(direction: Direction, line: Buffer): void {
    const read = readStrict(line, this.#parts.policy().maxDepth);
    if (read.kind === 'malformed') this.reject(direction, read, line.length);
    else if (read.kind !== 'batch') this.#relay(direction, read, line.length, this.finishOne(direction));
    else if (this.negotiated.allowsBatches) this.#receiveBatch(direction, read.elements);
    else this.reject(direction, UNKNOWN_BATCH, line.length);
  }

  #relay(direction: Direction, message: Message, bytesIn: number, finish: Finish): void {
    const { tap, delivery, policy, context } = this.#parts;

    // 1. Pair an answer with its question, or open a question. An answer to nothing is never delivered.
    const { question, error } = pair(this.asked, direction, message);
    const answers = isQuestion(message) ? undefined : question;
    const arrival = tap.arrived(direction, message, bytesIn, answers);
    if (error) {
      const reply = message.kind === 'request' ? { reply: toFailure(error, message.id, undefined) } : {};
      delivery.record(tap.rejected(arrival, error), { deliver: () => finish(reply) });
      return;
    }

    // 2. The interceptors in order, between the two taps.
    const inspect = (): void | Promise<void> => {
      const outcome = policy().pipeline.run(direction, message, { ...context, answers });
      return outcome instanceof Promise ? outcome.then(settle) : settle(outcome);
    };

    // 3. Record, then deliver, or tell whoever asked that the answer is no.
    const settle = (outcome: Outcome): void => {
      const entry = tap.settled(arrival, outcome);
      const refuse = (why: GuardError) => this.#refuse(direction, message, question, why, undefined, finish);
      if (outcome.decided) {
        delivery.record(entry);
        void outcome.decided.then(settle); // a person decides: out of the lane, others go on
      } else if (question?.cancelled && !answers) {
        delivery.record(tap.cancelled(entry), { deliver: () => finish({}) });
        this.asked[direction].take(question.id);
      } else if (outcome.refusal) {
        const { refusal } = outcome;
        const deliver = () => this.#refuse(direction, message, question, refusal, auditId, finish);
        const auditId = delivery.record(entry, { deliver, refuse });
      } else {
        if (question) question.released = true;
        delivery.record(entry, { deliver: () => this.#deliver(outcome.message, question, finish), refuse });
      }
    };

    if (isCancellation(message)) void inspect(); // overtakes what is held up
    else this.#lanes[direction].run(inspect);
  }

  #deliver(message: Message, question: OpenRequest | undefined, finish: Finish): void {
    if (!question) return finish({ forward: message.bytes });
    if (isQuestion(message)) {
      question.sentAt = performance.now();
      return finish({ forward: message.bytes, asks: question.id });
    }
    this.negotiated.observe(question, message);
    finish({ forward: message.bytes, answers: question.id });
  }

  /** Whoever waits hears why not. A notification just stops here. */
  #refuse(
    direction: Direction,
    { kind }: Message | Malformed,
    question: OpenRequest | undefined,
    error: GuardError,
    auditId: string | undefined,
    finish: Finish,
  ): void {
    if (!question) return finish({});
    if (kind === 'request') this.asked[direction].take(question.id);
    if (isProbe(question.method)) return this.#parts.end(error); // an answer would be read as another revision
    const refusal = toRefusal(error, question, auditId, this.#parts.policy().refusals);
    finish(kind === 'request' ? { reply: refusal } : { forward: refusal, answers: question.id });
  }

  /** What cannot be read is not relayed, but whoever waits for it is told, as far as that can be known. */
  reject(
    direction: Direction,
    malformed: Malformed,
    bytesIn: number,
    finish: Finish = this.finishOne(direction),
  ): void {
    const { tap, delivery, end } = this.#parts;
    const { id, method, error } = malformed;
    const question = id !== undefined && method === undefined ? this.asked[BACK[direction]].take(id) : undefined;
    const deliver = (): void => {
      if (question) this.#refuse(direction, malformed, question, error, auditId, finish);
      else if (method !== undefined && isProbe(method)) end(error);
      else if (direction === 'toServer' || (id !== undefined && method !== undefined)) {
        finish({ reply: toFailure(error, method === undefined ? undefined : id, auditId) });
      } else finish({});
    };
    const arrival = tap.arrived(direction, malformed, bytesIn, question);
    const auditId = delivery.record(tap.rejected(arrival, error), { deliver, refuse: deliver });
  }

  #receiveBatch(direction: Direction, elements: readonly Buffer[]): void {
    const { send, policy } = this.#parts;
    const finish = this.#batches.collect(elements.length, send[direction], send[BACK[direction]]);
    for (const element of elements) {
      const read = readStrict(element, policy().maxDepth);
      if (read.kind === 'malformed') this.reject(direction, read, element.length, finish);
      else if (read.kind === 'batch') this.reject(direction, NESTED_BATCH, element.length, finish);
      else this.#relay(direction, read, element.length, finish);
    }
  }

  /** Sends what one message led to; with an answer go the errors of its batch. */
  finishOne(direction: Direction): Finish {
    const { send } = this.#parts;
    return ({ forward, reply, answers }) => {
      if (reply) send[BACK[direction]](reply);
      if (!forward) return;
      const errors = this.#batches.errorsFor(answers);
      send[direction](errors.length > 0 ? joinBatch([forward, ...errors]) : forward);
    };
  }
}
