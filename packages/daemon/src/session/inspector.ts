import { isDeepStrictEqual } from 'node:util';
import { GuardError, type Batch, type Malformed, type Message, type Request } from '@mcp-guard/core';
import {
  type ChargeLimits,
  type CountedCall,
  type Direction,
  type Judgement,
  type MessageContext,
  refused,
  untouched,
} from '@mcp-guard/rules';
import { judgeInline, readInThread } from '../large/judge-inline.js';
import type { LargeMessage } from '../large/large-messages.js';
import type { Owner } from '../large/thread-queue.js';
import type { OpenRequest } from '../state/open-requests.js';
import type { JudgedBy, SessionParts } from './session-parts.js';

export type InspectorParts = Pick<
  SessionParts,
  'context' | 'inForce' | 'halt' | 'tasks' | 'tools' | 'markers' | 'withheld' | 'tracer' | 'large'
>;

/** The rules may change so often while a message is judged: a program that never stops changing them must not hold a thread. */
const MAX_ROUNDS = 50;

/** The judgement of a message, and the rules that made it. */
export interface Judged {
  readonly judgement: Judgement;
  readonly by: JudgedBy;
}

/** Asks the rules about the messages of one session. */
export class Inspector {
  readonly #parts: InspectorParts;
  /** Messages that were read in a thread and are judged there; each is released once. */
  readonly #large = new WeakMap<Message, LargeMessage>();

  constructor(parts: InspectorParts) {
    this.#parts = parts;
  }

  /** Judges here, and in a thread where that takes too long; what comes after it in its lane waits. */
  judge(
    direction: Direction,
    message: Message,
    answers: OpenRequest | undefined,
    charge: ChargeLimits,
  ): Judged | Promise<Judged> {
    const by = { ...this.#parts.inForce(), charge };
    const context = this.#contextOf(direction, message, answers, by.actor);
    const large = this.#large.get(message);
    if (large || message.body === 'in worker') return this.#judgeThere(large, direction, message, context, charge);
    const judgement = judgeInline(by.policy.pipeline, direction, message, context, charge);
    if (judgement) return { judgement, by };
    const read = readInThread(this.#parts.large, this.#owner(direction), message);
    return this.#judgeThere(read, direction, message, context, charge);
  }

  /**
   * In a thread, where it may take long: what was judged by rules that are no longer in force is judged again, so no
   * answer is lost to a change that does not refuse it. Each time takes another change of what may decide about it.
   */
  async #judgeThere(
    reading: LargeMessage | Promise<LargeMessage> | undefined,
    direction: Direction,
    message: Message,
    context: MessageContext,
    charge: ChargeLimits,
  ): Promise<Judged> {
    let large: LargeMessage | undefined;
    let by = { ...this.#parts.inForce(), charge };
    try {
      large = await reading;
      if (!large) throw new GuardError('INTERNAL', 'no thread holds this message any more');
      for (let round = 0; round < MAX_ROUNDS; round++) {
        by = { ...this.#parts.inForce(), charge };
        const judging = by;
        const chargeInForce: ChargeLimits = (charges) => (this.#isInForce(judging) ? charge(charges) : undefined);
        const isHalted = this.#parts.halt.isOn;
        const judgement = await large.judge(direction, { ...context, actor: by.actor, isHalted }, chargeInForce);
        if (this.#isInForce(by) && isHalted === this.#parts.halt.isOn) return { judgement, by };
      }
      throw new GuardError('INTERNAL', 'the policy does not stop changing, so the message cannot be judged');
    } catch (error) {
      return { judgement: refused(untouched(message), error), by };
    } finally {
      large?.release();
    }
  }

  #isInForce({ policy, actor }: JudgedBy): boolean {
    const now = this.#parts.inForce();
    return isDeepStrictEqual(now.actor, actor) && now.policy.fingerprint === policy.fingerprint;
  }

  /**
   * Counts what is known about a message before the rules see it whole: it is in a worker, or cannot be read, or does
   * not pair. Returns the reason if it is one too many.
   */
  countUnseen(call: CountedCall, charge: ChargeLimits): GuardError | undefined {
    const { policy, actor } = this.#parts.inForce();
    const excess = charge(policy.chargesOf(call, { ...this.#parts.context, actor, answers: undefined }));
    return excess?.rule === undefined ? excess : excess.at(policy.locate(excess.rule));
  }

  /**
   * Reads a large message in a thread, where it stays until it was judged or released. The bytes no longer belong to the
   * caller.
   */
  async read(direction: Direction, bytes: Buffer): Promise<Message | Batch | Malformed> {
    const read = await this.#parts.large.read(bytes, this.#owner(direction));
    if (read.kind !== 'large') return read;
    this.#large.set(read.message, read);
    return read.message;
  }

  /** The message will not be judged. */
  release(message: Message): void {
    this.#large.get(message)?.release();
  }

  /** Whose messages are inspected in a thread. */
  #owner(direction: Direction): Owner {
    const { session, server } = this.#parts.context;
    return { session, server, direction };
  }

  /** The daemon's knowledge about a message besides its content. */
  #contextOf(
    direction: Direction,
    message: Message,
    answers: OpenRequest | undefined,
    actor: MessageContext['actor'],
  ): MessageContext {
    const { halt, tasks, markers, tools, withheld, tracer, context } = this.#parts;
    return {
      ...context,
      actor,
      answers,
      isHalted: halt.isOn,
      tasks: tasks.about(direction, message, answers),
      markers: markers.given,
      readOnlyHint: direction === 'toServer' ? tools?.hintOf(context.server, message) : undefined,
      withheld: withheld?.of(context.server),
      // Only a skeleton of a large message is here, without the context of its sender.
      traceparent: isWhole(message) ? tracer?.begin(context.session, direction, message) : undefined,
    };
  }
}

const isWhole = (message: Message): message is Request => message.kind === 'request' && message.body === 'here';
