import { GuardError, isCall, type Message } from '@mcp-guard/core';
import type { AuditEntry } from '@mcp-guard/store';
import { refused, type Outcome } from '@mcp-guard/rules';
import type { CallSession } from '../approvals/gate.js';
import { waitNotice } from '../approvals/wait-notice.js';
import type { OpenRequest, OpenRequests } from '../state/open-requests.js';
import type { Finish } from './batches.js';
import type { Negotiated } from './negotiated.js';
import type { Outgoing, Egress } from './egress.js';
import type { SessionParts } from './session-parts.js';

export interface SessionGateParts extends Pick<
  SessionParts,
  'context' | 'identity' | 'policy' | 'gate' | 'tap' | 'delivery'
> {
  readonly outlet: Pick<Egress, 'refuse'>;
  readonly negotiated: Pick<Negotiated, 'allowsBatches'>;
  readonly asked: OpenRequests;
  /** Sends the guard's own words to the client. */
  readonly tellClient: Finish;
}

/** The calls of one session at the gate where they are paid and let pass, and those that wait there for a person. */
export class SessionGate {
  readonly #parts: SessionGateParts;
  readonly #caller: CallSession;
  #isOver = false;

  constructor(parts: SessionGateParts) {
    const { context, identity, policy } = parts;
    this.#parts = parts;
    this.#caller = {
      server: context.server,
      session: context.session,
      actor: identity,
      revision: () => policy().revision,
      locate: (rule) => policy().locate(rule),
    };
  }

  /** The session has ended. */
  close(): void {
    this.#isOver = true;
  }

  /** What becomes of a judged message. Nothing is paid, and nobody is asked, for a call that nobody waits for any more. */
  approve(outcome: Outcome, message: Message, request: OpenRequest | undefined): Outcome {
    if (!outcome.call || outcome.refusal) return outcome;
    if (this.#isOver)
      return refused(outcome, new GuardError('DAEMON_UNAVAILABLE', 'the session ended before this call was judged'));
    if (request?.cancelled) return outcome;
    const { gate, negotiated } = this.#parts;
    // A batch is answered as a whole: one call that is kept open would keep back the others.
    const tellWait = negotiated.allowsBatches ? undefined : (left: number) => this.#notifyWait(message, left);
    return gate.approve(outcome, this.#caller, request, tellWait);
  }

  /** Records that a call waits for a person, outside the lane, so that others go on. */
  keepOpen(
    entry: AuditEntry,
    { decided, undo }: Outcome,
    leaving: Outgoing,
    conclude: (outcome: Outcome) => void,
  ): void {
    const { request, finish } = leaving;
    const { delivery, outlet, asked } = this.#parts;
    let failure: readonly [GuardError, string | undefined] | undefined;
    delivery.record(entry, {
      undo,
      refuse: (...why) => {
        failure = why;
        request?.settlement?.abandoned();
      },
    });
    void decided?.then((outcome) => {
      if (outcome) return conclude(outcome);
      if (failure) return outlet.refuse(leaving, ...failure);
      if (request) asked.close(request.id);
      return finish({});
    });
  }

  /** A client that asked for progress hears that its call still waits, and does not give it up. */
  #notifyWait(message: Message, left: number): void {
    const bytes = isCall(message) ? waitNotice(message, left) : undefined;
    if (!bytes) return;
    const { delivery, tap, tellClient } = this.#parts;
    const entry = tap.own('toClient', 'notification', { method: 'notifications/progress' });
    delivery.record(entry, { deliver: () => tellClient({ forward: bytes }) });
  }
}
