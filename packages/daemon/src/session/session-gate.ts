import { GuardError, isCall, type Message, PROGRESS } from '@mcp-guard/core';
import { asGivenUp, asKeptOpen, type AuditEntry } from '@mcp-guard/store';
import { type Judgement } from '@mcp-guard/rules';
import { refuse, SEND, type CallingSession, type GateDecision, type HeldOpen } from '../approvals/gate-decision.js';
import { waitNotice } from '../approvals/wait-notice.js';
import type { OpenRequest, OpenRequests } from '../state/open-requests.js';
import type { Negotiated } from './negotiated.js';
import type { Outgoing, Egress } from './egress.js';
import type { JudgedBy, SessionParts } from './session-parts.js';

export interface SessionGateParts extends Pick<SessionParts, 'context' | 'inForce' | 'gate' | 'tap' | 'delivery'> {
  readonly egress: Pick<Egress, 'refuse' | 'tellClient'>;
  readonly negotiated: Pick<Negotiated, 'allowsBatches' | 'client'>;
  readonly asked: OpenRequests;
}

/** The calls of one session at the gate, where they are paid and approved, and those that wait there for a person. */
export class SessionGate {
  readonly #parts: SessionGateParts;
  #isOver = false;

  constructor(parts: SessionGateParts) {
    this.#parts = parts;
  }

  /** The session has ended. */
  close(): void {
    this.#isOver = true;
  }

  /** A call that was cancelled, or whose client has ended, costs nothing and asks no person. */
  decide(judgement: Judgement, message: Message, request: OpenRequest | undefined, by: JudgedBy): GateDecision {
    if (judgement.refusal) return refuse(judgement.refusal);
    if (!judgement.demand) return SEND;
    if (this.#isOver)
      return refuse(new GuardError('DAEMON_UNAVAILABLE', 'the session ended before this call was judged'));
    if (request?.isCancelled) return SEND; // to where it is dropped
    const { context, gate, negotiated, inForce } = this.#parts;
    const caller: CallingSession = {
      server: context.server,
      session: context.session,
      actor: by.actor.user,
      locate: by.policy.locate,
      inForce() {
        const { actor, policy } = inForce();
        return { actor, revision: policy.revision };
      },
    };
    // A batch gets one response: one call that is kept open would delay the others.
    const notify = negotiated.allowsBatches ? undefined : (left: number) => this.#notifyWait(message, left);
    const bytes = judgement.message.bytes.length;
    return gate.decide(judgement.demand, caller, request && { request, bytes, notify, name: negotiated.client?.name });
  }

  /** Records that a call waits for a person, outside of the lane, so that others go on. */
  keepOpen(
    entry: AuditEntry,
    { undo, decided }: HeldOpen,
    outgoing: Outgoing,
    conclude: (decision: GateDecision) => void,
  ): void {
    const { request, batch } = outgoing;
    const { delivery, egress, asked } = this.#parts;
    const over = (): void => batch?.drop();
    let failure: readonly [GuardError, string | undefined] | undefined;
    delivery.record(asKeptOpen(entry), {
      undo,
      refuse: (...why) => {
        failure = why;
        request?.abandon();
      },
    });
    void decided.then((decision) => {
      if (decision) return conclude(decision);
      if (failure) return egress.refuse(outgoing, ...failure);
      if (request) asked.close(request.id);
      return delivery.record(asGivenUp(entry), { deliver: over, refuse: over });
    });
  }

  /** A client that asked for progress is notified that its call still waits, and does not give it up. */
  #notifyWait(message: Message, left: number): void {
    const bytes = isCall(message) ? waitNotice(message, left) : undefined;
    if (!bytes) return;
    const { delivery, tap, egress } = this.#parts;
    const entry = tap.own('toClient', 'notification', { method: PROGRESS });
    delivery.record(entry, { deliver: () => egress.tellClient(bytes) });
  }
}
