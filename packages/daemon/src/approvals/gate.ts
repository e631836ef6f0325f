import { GuardError, type Fingerprints } from '@mcp-guard/core';
import type { Approvals as Settings } from '@mcp-guard/policy';
import { type Cost, type Actor, toError, refused, type Outcome, type DescribedCall } from '@mcp-guard/rules';
import type { Approval } from '@mcp-guard/store';
import type { Ledger, Payer } from '../state/ledger.js';
import type { OpenRequest } from '../state/open-requests.js';
import type { Approvals, Asking } from './approvals.js';
import type { Resumed, Resumptions } from './resumptions.js';
import { toDenial, toHold, toRule } from './gate-words.js';
import type { OpenCalls } from './open-calls.js';
import { keyOf, toSettlement } from './settle-call.js';

export interface GateParts {
  readonly ledger: Ledger;
  readonly approvals: Approvals;
  readonly continuations: Resumptions;
  readonly openCalls: OpenCalls;
  readonly fingerprints: Fingerprints;
  readonly settings: () => Settings;
  /** Hash of a tool's definition as the server last showed it. */
  readonly definitionOf: (server: string, tool: string) => string | null;
}

/** The session that a call came in by. */
export interface CallSession {
  readonly server: string;
  readonly session: string;
  readonly actor: () => Actor;
  /** Hash of the rules in force. */
  readonly revision: () => string;
  readonly locate: (rule: string) => string;
}

/** Tells a client that its call still waits, where it wants to know. @param left seconds */
export type TellWait = (left: number) => void;

/** One call on its way through the gate. */
interface Passing {
  readonly outcome: Outcome;
  readonly call: DescribedCall;
  readonly by: CallSession;
  readonly request: OpenRequest | undefined;
  readonly tellWait: TellWait | undefined;
  readonly asking: Asking;
  /** What it costs as a new call. */
  readonly cost: Cost | undefined;
  /** What it goes on with. */
  readonly begun: Resumed | undefined;
  /** What is still to be paid. */
  readonly due: Cost | undefined;
}

/**
 * Lets a call pass once it is paid and a person has let it, where its rules demand that. In the daemon's own thread
 * and in one step, so that calls at the same time cannot pass a cap or use an approval together.
 */
export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /**
   * What becomes of a judged call.
   * @param request nothing where nobody waits for an answer
   * @param tellWait nothing where the call may not be kept open
   */
  approve(outcome: Outcome, by: CallSession, request: OpenRequest | undefined, tellWait?: TellWait): Outcome {
    const { call, cost, reasons } = outcome;
    if (outcome.refusal || !call) return outcome;
    const met: Outcome = { ...outcome, call: undefined, cost: undefined, reasons: [] };
    try {
      const actor = by.actor().user;
      const { begun, due } = this.#owed({ actor, server: by.server, call }, cost);
      const excess = due && this.#parts.ledger.check(due, payerOf(by, call));
      if (excess) return refused(met, at(excess, by));
      const asking: Asking = {
        actor,
        server: by.server,
        call,
        definition: reasons.length > 0 ? this.#parts.definitionOf(by.server, call.tool) : null,
        cost,
        reasons: reasons.map((reason) => Object.assign({}, reason, { rule: by.locate(reason.rule) })),
      };
      const passing: Passing = { outcome: met, call, by, request, tellWait, asking, cost, begun, due };
      return isCovered(asking, begun) ? this.#send(passing) : this.#ask(passing);
    } catch (error) {
      return refused(met, error);
    }
  }

  /** A session has ended. */
  forget(session: string): void {
    this.#parts.ledger.forget(session);
  }

  /** Lets a call pass that a person has let, or puts it before people. */
  #ask(passing: Passing): Outcome {
    const { outcome, asking, request } = passing;
    if (!request) {
      const why = 'this call needs a person’s approval, and without an id nobody could be told of it';
      return refused(outcome, new GuardError('POLICY_DENIED', why, toRule(asking)));
    }
    const said = this.#applyDecided(passing);
    if (said) return said;
    const { approvals } = this.#parts;
    const pending = approvals.find(asking, asking.call, asking.definition);
    if (pending) return this.#hold(passing, pending, undefined);
    const [asked, undo] = approvals.ask(asking);
    return this.#hold(passing, asked, undo);
  }

  /** What a person has said of the call, or of calls like it; nothing where nobody has decided. */
  #applyDecided(passing: Passing): Outcome | undefined {
    const { outcome, asking } = passing;
    const { approvals } = this.#parts;
    const said = approvals.find(asking, asking.call, asking.definition);
    if (said?.state === 'denied') return refused(outcome, toDenial(said));
    if (said?.state === 'approved') return this.#send(passing, said);
    const standing = approvals.findStanding(asking);
    if (!standing) return undefined;
    if (said) approvals.end(said, 'withdrawn', `approval ${standing.id} admits it`);
    return this.#send(passing, standing);
  }

  #hold(passing: Passing, approval: Approval, undo: (() => void) | undefined): Outcome {
    const { outcome, request, tellWait } = passing;
    const held: Outcome = { ...refused(outcome, toHold(approval)), held: true, undo };
    const { wait } = this.#parts.settings();
    const bytes = outcome.message.bytes.length;
    const open = wait > 0 && tellWait && this.#parts.openCalls.wait(approval, wait, bytes, tellWait);
    if (!open || !request) return held;
    request.settlement = { answered: () => undefined, abandoned: () => open.abandon() };
    const decided = open.end.then((end): Outcome | undefined => {
      request.settlement = undefined;
      if (end === 'gone') return undefined;
      return end === 'late' ? { ...held, undo: undefined } : this.#resume(passing);
    });
    return { ...held, decided };
  }

  /** A person has decided: everything that may have changed meanwhile is looked at once more, and nobody is asked again. */
  #resume(passing: Passing): Outcome {
    const { outcome, call, by, asking, cost } = passing;
    try {
      const { refusal } = by.actor();
      if (refusal) return refused(outcome, toError(refusal));
      if (by.revision() !== call.policy)
        return refused(
          outcome,
          new GuardError('POLICY_DENIED', 'the rules changed while this call waited; call again'),
        );
      // Another retry may have used the payment up meanwhile: then this one is paid for like a new call.
      const { begun, due } = this.#owed(asking, cost);
      const excess = due && this.#parts.ledger.check(due, payerOf(by, call));
      if (excess) return refused(outcome, at(excess, by));
      const definition = this.#parts.definitionOf(by.server, call.tool);
      const nobody = new GuardError(
        'POLICY_DENIED',
        'nobody let this call pass in time; call again to ask again',
        toRule(asking),
      );
      return (
        this.#applyDecided({ ...passing, begun, due, asking: { ...asking, definition } }) ?? refused(outcome, nobody)
      );
    } catch (error) {
      return refused(outcome, error);
    }
  }

  /** What a call resumes, if anything, and what is then still to be paid for it. */
  #owed(caller: Parameters<typeof keyOf>[0], cost: Cost | undefined): Pick<Passing, 'begun' | 'due'> {
    const begun = this.#parts.continuations.find(keyOf(caller));
    return { begun, due: cost && begun ? { ...cost, amount: max(0n, cost.amount - begun.paid) } : cost };
  }

  /** Reserves what the call costs and uses what lets it pass; both are written with its row. */
  #send({ outcome, call, by, request, asking, begun, due }: Passing, approval?: Approval): Outcome {
    const { ledger, approvals, continuations, fingerprints } = this.#parts;
    const payment = due && ledger.reserve(due, payerOf(by, call));
    const unuse = approval && approvals.use(approval, asking);
    const key = keyOf(asking);
    if (begun) continuations.consume(key);
    if (request) request.settlement = toSettlement({ asking, payment, due, continuations, fingerprints });
    else payment?.settle();
    const undo = (): void => {
      payment?.release();
      unuse?.();
      if (begun) continuations.add(key, begun);
      if (request) request.settlement = undefined;
    };
    const notes = approval ? [...outcome.notes, `approval ${approval.id} was used`] : outcome.notes;
    return { ...outcome, notes, undo };
  }
}

const payerOf = (by: CallSession, { tool }: DescribedCall): Payer => ({
  actor: by.actor().user,
  session: by.session,
  server: by.server,
  tool,
});

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const at = (error: GuardError, { locate }: CallSession): GuardError =>
  error.rule === undefined ? error : error.at(locate(error.rule));

/** Nobody need be asked: no rule asks, or the same rules did of the same arguments when the call began, and for no less. */
const isCovered = ({ reasons, cost }: Asking, begun: Resumed | undefined): boolean =>
  reasons.length === 0 ||
  (begun !== undefined &&
    (cost?.amount ?? 0n) <= begun.paid &&
    reasons.every(({ rule, byAnswer }) => !byAnswer && begun.approvedBy.has(rule)));
