import type { GuardError, Message, Request } from '@mcp-guard/core';
import type { ChargeLimits, CountedCall, Direction, Judgement, MessageContext } from '@mcp-guard/rules';
import { judgeInline, judgeInThread } from '../large/judge-inline.js';
import type { Owner } from '../large/thread-queue.js';
import type { OpenRequest } from '../state/open-requests.js';
import type { Incoming } from './incoming.js';
import type { JudgedBy, SessionParts } from './session-parts.js';

export type InspectorParts = Pick<
  SessionParts,
  'context' | 'inForce' | 'tasks' | 'tools' | 'markers' | 'withheld' | 'tracer' | 'large'
>;

/** Asks the rules about the messages of one session. */
export class Inspector {
  readonly #parts: InspectorParts;

  constructor(parts: InspectorParts) {
    this.#parts = parts;
  }

  /** Judges here, and in a thread where that takes too long; what comes after it in its lane waits. */
  judge(
    direction: Direction,
    { message, large }: Incoming,
    answers: OpenRequest | undefined,
    { policy, actor, charge }: JudgedBy,
  ): Judgement | Promise<Judgement> {
    const context = this.#contextOf(direction, message, answers, actor);
    if (large) return large.judge(direction, context, charge);
    const inThread = (): Promise<Judgement> =>
      judgeInThread(this.#parts.large, this.owner(direction), message, context, charge);
    return judgeInline(policy.pipeline, direction, message, context, charge, inThread);
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

  /** Whose messages are inspected in a thread. */
  owner(direction: Direction): Owner {
    const { session, server } = this.#parts.context;
    return { session, server, direction };
  }

  /** What the daemon knows about a message besides its content. */
  #contextOf(
    direction: Direction,
    message: Message,
    answers: OpenRequest | undefined,
    actor: MessageContext['actor'],
  ): MessageContext {
    const { tasks, markers, tools, withheld, tracer, context } = this.#parts;
    return {
      ...context,
      actor,
      answers,
      tasks: tasks.about(direction, message, answers),
      markers: markers.given,
      readOnlyHint: direction === 'toServer' ? tools?.hintOf(context.server, message) : undefined,
      withheld: withheld?.of(context.server),
      // Of a large message only a skeleton is here, without the context of its sender.
      traceparent: isWhole(message) ? tracer?.begin(context.session, direction, message) : undefined,
    };
  }
}

const isWhole = (message: Message): message is Request => message.kind === 'request' && message.body === 'here';
