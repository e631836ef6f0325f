import { GuardError, isQuestion, toFailure } from '@mcp-guard/core';
import type { Malformed, Message, Question } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import type { AuditEntry } from '@mcp-guard/store';
import type { CallSession, Gate } from './approvals/gate.js';
import { waitNotice } from './approvals/wait-notice.js';
import type { Arrival, AuditTap } from './audit-tap.js';
import { Batches, type Finish } from './batches.js';
import type { Delivery } from './delivery.js';
import type { Identity } from './identity/identities.js';
import { Intake, type IntakeParts } from './intake.js';
import type { Direction, Findings, MessageContext } from './interceptor.js';
import type { LargeMessage } from './large/large-messages.js';
import type { Markers } from './markers.js';
import { isProbe } from './methods.js';
import { Negotiated } from './negotiated.js';
import { OpenRequests, type OpenRequest } from './open-requests.js';
import { BACK, isCancellation, pair, type Pairing } from './pairing.js';
import { locateRule, refused, type Outcome, type Pipeline } from './pipeline.js';
import { toRefusal } from './refusal.js';
import type { SessionTasks } from './tasks.js';
import type { ToolLists } from './tool-lists.js';

/** The policy in force; asked anew for every message, so that a reload counts at once. */
export interface SessionPolicy {
  readonly pipeline: Pipeline;
  readonly maxDepth: number;
  readonly refusals: Config['refusals'];
  /** Counts a question of the client that the pipeline does not see whole, and says why it is one too many. */
  readonly admit: (question: Question, context: MessageContext) => GuardError | undefined;
  /** A rule's place with its file, line and column. */
  readonly locate: (rule: string) => string;
  /** Hash of the rules: an approval is good for those that it was given under. */
  readonly revision: string;
}

export interface SessionParts {
  readonly context: Omit<MessageContext, 'actor' | 'answers' | 'tasks' | 'markers'>;
  /** Asked anew for every message, so that a removed key or a login that has run out counts at once. */
  readonly identity: Identity;
  readonly tasks: SessionTasks;
  readonly policy: () => SessionPolicy;
  readonly tap: AuditTap;
  readonly delivery: Delivery;
  /** Hears of every answer before anything is hidden in it. */
  readonly tools?: ToolLists;
  readonly markers: Markers;
  /** Sees to what calls cost and to what needs a person. */
  readonly gate: Pick<Gate, 'admit'>;
  readonly large: IntakeParts['large'];
  /** Hands one message to the end that a direction leads to; the line end is added there. */
  readonly send: Readonly<Record<Direction, (bytes: Buffer) => void>>;
  readonly onHeldUp: IntakeParts['onHeldUp'];
  /** Ends the session with this reason on the client's stderr. */
  readonly end: (reason: GuardError) => void;
}

/** One client with its own connection to one server. `relay` is the whole life of a message. */
export class Session {
  readonly #parts: SessionParts;
  readonly #intake: Intake;
  readonly #batches: Batches;
  readonly #caller: CallSession;
  #isOver = false;
  readonly negotiated: Negotiated = new Negotiated();
  /** The questions that travel in each direction and wait for their answers. */
  readonly asked: Readonly<Record<Direction, OpenRequests>> = {
    toServer: new OpenRequests(),
    toClient: new OpenRequests(),
  };

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#batches = new Batches(parts.send);
    this.#caller = {
      server: parts.context.server,
      session: parts.context.session,
      actor: parts.identity,
      revision: () => parts.policy().revision,
      locate: (rule) => parts.policy().locate(rule),
    };
    this.#intake = new Intake({
      ...parts,
      batches: this.#batches,
      maxDepth: () => parts.policy().maxDepth,
      allowsBatches: () => this.negotiated.allowsBatches,
      relay: (...message) => this.#relay(...message),
      reject: (...malformed) => this.reject(...malformed),
    });
  }

  /** The session ends: no answer comes any more, and what is still being judged is too late. */
  abandon(): void {
    this.#isOver = true;
    this.asked.toServer.abandon();
  }

  /** Takes one line from the end that the direction comes from. */
  receive(direction: Direction, line: Buffer): void {
    this.#intake.receive(direction, line);
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
    const { tap, delivery, policy, context, identity, tasks, markers } = this.#parts;

    // 1. Pair an answer with its question, or open a question. An answer to nothing is never delivered.
    const paired = pair(this.asked, direction, message);
    const { question, error } = paired;
    const answers = isQuestion(message) ? undefined : question;
    const arrival = tap.arrived(direction, message, bytesIn, answers);
    this.#parts.tools?.observe(context.server, message, answers);
    const isCounted = direction === 'toServer' && isQuestion(message) && (large !== undefined || error !== undefined);
    const reason = (isCounted ? this.#admit(message) : undefined) ?? error;
    if (reason) {
      large?.release();
      answers?.stake?.abandoned();
      return this.#stop(arrival, reason, (auditId) => {
        if (question) this.#refuse(direction, message, question, reason, auditId, finish);
        else if (message.kind === 'request') this.#deny(message.method, message.id, reason, auditId, finish);
        else finish({});
      });
    }

    // 2. The interceptors in order, between the two taps.
    const inspect = (): void | Promise<void> => {
      const known = { tasks: tasks.about(direction, message, answers), markers: markers.given };
      const whole = { ...context, actor: identity(), answers, ...known };
      const outcome = large ? large.judge(direction, whole) : policy().pipeline.run(direction, message, whole);
      return outcome instanceof Promise ? outcome.then(settle) : settle(outcome);
    };

    // 3. What must be paid, and what a person must let pass. Most messages demand neither.
    const settle = (judged: Outcome): void => {
      const outcome = locateRule(judged, policy().locate);
      if (!isQuestion(message)) answers?.stake?.answered(message, outcome.refusal !== undefined);
      conclude(outcome.call && !outcome.refusal ? this.#admitCall(outcome, message, question) : outcome);
    };

    // 4. Record, then deliver, or tell whoever asked that the answer is no.
    const conclude = (outcome: Outcome): void => {
      const entry = tap.settled(arrival, outcome);
      const { undo } = outcome;
      const refuse = (why: GuardError, id: string | undefined) =>
        this.#refuse(direction, message, question, why, id, finish);
      if (outcome.decided) {
        this.#keepOpen(entry, outcome, question, { conclude, refuse, drop: () => finish({}) });
      } else if (question?.cancelled && !answers) {
        undo?.();
        this.asked[direction].take(question.id);
        delivery.record(tap.cancelled(entry), { deliver: () => finish({}), refuse: () => finish({}) });
      } else if (outcome.refusal) {
        const { refusal } = outcome;
        const deliver = () => this.#refuse(direction, message, question, refusal, auditId, finish);
        const auditId = delivery.record(entry, { deliver, refuse, undo });
      } else {
        if (question) question.released = true;
        if (outcome.rewritten) this.#remember(direction, outcome.findings, isQuestion(message) ? question : undefined);
        const deliver = () => this.#deliver(direction, outcome.message, paired, finish);
        delivery.record(entry, { deliver, refuse, undo });
      }
    };

    if (large) return inspect(); // its turn has come already
    if (isCancellation(message)) return inspect(); // overtakes what is held up
    return this.#intake.inOrder(direction, inspect);
  }

  /** Nothing is paid, and nobody is asked, for a call that nobody waits for any more. */
  #admitCall(outcome: Outcome, message: Message, question: OpenRequest | undefined): Outcome {
    if (this.#isOver)
      return refused(outcome, new GuardError('DAEMON_UNAVAILABLE', 'the session ended before this call was judged'));
    if (question?.cancelled) return outcome;
    // A batch is answered as a whole: one call that is kept open would keep back the others.
    const tellWait = this.negotiated.allowsBatches ? undefined : (left: number) => this.#tellWait(message, left);
    return this.#parts.gate.admit(outcome, this.#caller, question, tellWait);
  }

  /** A call waits for a person outside the lane, so that others go on. */
  #keepOpen(
    entry: AuditEntry,
    { decided, undo }: Outcome,
    question: OpenRequest | undefined,
    then: {
      readonly conclude: (outcome: Outcome) => void;
      readonly refuse: (why: GuardError, auditId: string | undefined) => void;
      readonly drop: () => void;
    },
  ): void {
    let failure: readonly [GuardError, string | undefined] | undefined;
    this.#parts.delivery.record(entry, {
      undo,
      refuse: (...why) => {
        failure = why;
        question?.stake?.abandoned();
      },
    });
    void decided?.then((outcome) => {
      if (outcome) return then.conclude(outcome);
      if (failure) return then.refuse(...failure);
      if (question) this.asked.toServer.take(question.id);
      return then.drop();
    });
  }

  /** A client that asked for progress hears that its call still waits, and does not give it up. */
  #tellWait(message: Message, left: number): void {
    const bytes = isQuestion(message) ? waitNotice(message, left) : undefined;
    if (!bytes) return;
    const { delivery, tap } = this.#parts;
    const finish = this.finishOne('toClient');
    const entry = tap.own('toClient', 'notification', { method: 'notifications/progress' });
    delivery.record(entry, { deliver: () => finish({ forward: bytes }) });
  }

  /** What was taken out of a message that is delivered. */
  #remember(direction: Direction, findings: Findings, question: OpenRequest | undefined): void {
    const redacted = findings.filter(({ action }) => action === 'redact').map(({ type }) => type);
    if (question) question.changed = redacted;
    if (direction === 'toClient') this.#parts.markers.add(redacted);
  }

  #deliver(direction: Direction, message: Message, { question, cancels }: Pairing, finish: Finish): void {
    const forward = message.bytes;
    if (!question) return finish({ forward, cancels: cancels?.id });
    if (isQuestion(message)) {
      question.sentAt = performance.now();
      return finish({ forward, asks: question.id });
    }
    this.negotiated.observe(question, message);
    this.#parts.tasks.observe(BACK[direction], question, message);
    finish({ forward, answers: question.id });
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
    const { id, method, isAnswer } = malformed;
    const excess =
      direction === 'toServer' && !(isAnswer && id !== undefined) ? this.#admit(toQuestion(malformed)) : undefined;
    const error = excess ?? malformed.error;
    const question = id !== undefined && isAnswer ? this.asked[BACK[direction]].takeReleased(id) : undefined;
    question?.stake?.abandoned();
    this.#stop(this.#parts.tap.arrived(direction, malformed, bytesIn, question), error, (auditId) => {
      if (excess && method === undefined) return this.#parts.end(excess); // nobody waits for such lines, and they go on
      if (question) this.#refuse(direction, malformed, question, error, auditId, finish);
      else if (method !== undefined && id !== undefined) this.#deny(method, id, error, auditId, finish);
      else if (direction === 'toServer') this.#deny(method, undefined, error, auditId, finish);
      else finish({});
    });
  }

  #admit(question: Question): GuardError | undefined {
    const { context, identity, policy } = this.#parts;
    const { admit, locate } = policy();
    const excess = admit(question, { ...context, actor: identity(), answers: undefined });
    return excess?.rule === undefined ? excess : excess.at(locate(excess.rule));
  }

  /** Records why a message goes no further, then tells whoever waits: also where it cannot be recorded, for nothing moves. */
  #stop(arrival: Arrival, error: GuardError, tell: (auditId: string | undefined) => void): void {
    const { tap, delivery } = this.#parts;
    const auditId = delivery.record(tap.rejected(arrival, error), {
      deliver: () => tell(auditId),
      refuse: () => tell(undefined),
    });
  }

  /** The answer to a question that was not opened. */
  #deny(
    method: string | undefined,
    id: string | undefined,
    error: GuardError,
    auditId: string | undefined,
    finish: Finish,
  ): void {
    if (method !== undefined && isProbe(method)) this.#parts.end(error);
    else finish({ reply: toFailure(error, id, auditId) });
  }

  /** Sends what one message led to. */
  finishOne(direction: Direction): Finish {
    return this.#batches.single(direction);
  }
}

/** As far as it is known: enough to be counted. */
const toQuestion = ({ id, method = '' }: Malformed): Question => {
  const whole = { method, params: undefined, value: {}, bytes: Buffer.alloc(0) };
  return id === undefined || method === '' ? { kind: 'notification', ...whole } : { kind: 'request', id, ...whole };
};
