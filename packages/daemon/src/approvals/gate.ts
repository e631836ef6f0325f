import { GuardError, member, type Fingerprints, type Response } from '@mcp-guard/core';
import type { ApprovalSettings } from '@mcp-guard/policy';
import { halted, hashState, toError, type Cost, type Demand } from '@mcp-guard/rules';
import type { Approval } from '@mcp-guard/store';
import type { HaltSwitch } from '../state/halts.js';
import type { Ledger, Payer, Payment } from '../state/ledger.js';
import type { Settlement } from '../state/settlement.js';
import type { Approvals } from './approvals.js';
import type { Asking } from './asking.js';
import { refuse, type CallingSession, type GateDecision, type WaitingClient } from './gate-decision.js';
import { changedRules, notApproved, toDenial, toHold, withoutId } from './gate-words.js';
import type { OpenCalls } from './open-calls.js';
import type { Resumed, Resumptions } from './resumptions.js';

export interface GateParts {
  readonly halt: HaltSwitch;
  readonly ledger: Ledger;
  readonly approvals: Approvals;
  readonly resumptions: Resumptions;
  readonly openCalls: OpenCalls;
  readonly fingerprints: Fingerprints;
  readonly settings: () => ApprovalSettings;
  /** Hash of a tool's definition as the server last showed it. */
  readonly definitionOf: (server: string, tool: string) => string | null;
}

/** One call on its way through the gate. */
interface Passing extends Owed {
  readonly asking: Asking;
  readonly caller: CallingSession;
  readonly client: WaitingClient | undefined;
  /** The price of the call as a new one. */
  readonly cost: Cost | undefined;
}

interface Owed {
  /** The call that this one resumes. */
  readonly resumed: Resumed | undefined;
  /** The part of the price that is still due. */
  readonly due: Cost | undefined;
}

/**
 * Lets a call pass once it is paid and a person has approved it, where its rules demand that. In the daemon's own
 * thread and in one step, so that calls at the same time cannot pass a cap or use an approval together.
 */
export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** @param client nothing where no answer is waited for */
  decide({ call, cost, reasons }: Demand, caller: CallingSession, client: WaitingClient | undefined): GateDecision {
    const { server, actor, locate } = caller;
    try {
      const owed = this.#owed({ actor, server, call }, cost);
      const excess = this.#excess(owed, { actor, server, call }, caller);
      if (excess) return refuse(excess);
      const asking: Asking = {
        actor,
        server,
        call,
        definition: reasons.length > 0 ? this.#parts.definitionOf(server, call.tool) : null,
        cost,
        reasons: reasons.map((reason) => Object.assign({}, reason, { rule: locate(reason.rule) })),
        client: client?.name,
      };
      const passing: Passing = { asking, caller, client, cost, ...owed };
      return isCovered(asking, owed.resumed) ? this.#send(passing) : this.#ask(passing);
    } catch (error) {
      return refuse(GuardError.from(error));
    }
  }

  /** A session has ended. */
  forget(session: string): void {
    this.#parts.ledger.forget(session);
  }

  /** Lets a call pass that a person has approved, or puts it before people. */
  #ask(passing: Passing): GateDecision {
    const { asking, client } = passing;
    if (!client) return refuse(withoutId(asking));
    const decided = this.#applyDecided(passing);
    if (decided) return decided;
    const { approvals } = this.#parts;
    const pending = approvals.find(asking, asking.call, asking.definition);
    const [asked, undo] = pending ? [pending, approvals.askAgain(pending)] : approvals.ask(asking);
    return this.#hold(passing, client, asked, undo);
  }

  /** Applies the decision of a person about the call, or about calls like it; nothing where it is undecided. */
  #applyDecided(passing: Passing): GateDecision | undefined {
    const { asking } = passing;
    const { approvals } = this.#parts;
    const said = approvals.find(asking, asking.call, asking.definition);
    if (said?.state === 'denied') return refuse(toDenial(said));
    if (said?.state === 'approved') return this.#send(passing, said);
    const standing = approvals.findStanding(asking);
    if (!standing) return undefined;
    if (said) approvals.end(said, 'withdrawn', `approval ${standing.id} admits it`);
    return this.#send(passing, standing);
  }

  #hold(
    passing: Passing,
    { request, bytes, notify }: WaitingClient,
    approval: Approval,
    undo: (() => void) | undefined,
  ): GateDecision {
    const error = toHold(approval);
    const { wait } = this.#parts.settings();
    const open = wait > 0 && notify && this.#parts.openCalls.wait(approval, wait, bytes, notify);
    if (!open) return { kind: 'hold', error, undo };
    request.settleWith({ answered: () => undefined, abandoned: () => open.abandon() });
    const decided = open.end.then((end): GateDecision | undefined => {
      request.settleWith(undefined);
      if (end === 'gone') return undefined;
      if (this.#parts.halt.isOn) return refuse(halted());
      return end === 'late' ? { kind: 'hold', error } : this.#resume(passing);
    });
    return { kind: 'hold', error, undo, decided };
  }

  /** A person has decided: everything that may have changed meanwhile is looked at once more, and no person is asked again. */
  #resume(passing: Passing): GateDecision {
    const { caller, asking, cost } = passing;
    try {
      const { actor, revision } = caller.inForce();
      if (actor.refusal) return refuse(toError(actor.refusal));
      if (revision !== asking.call.policy) return refuse(changedRules());
      // Another retry may have used the payment up meanwhile: then this one is paid for like a new call.
      const owed = this.#owed(asking, cost);
      const excess = this.#excess(owed, asking, caller);
      if (excess) return refuse(excess);
      const definition = this.#parts.definitionOf(asking.server, asking.call.tool);
      const resumed: Passing = { ...passing, ...owed, asking: { ...asking, definition } };
      return this.#applyDecided(resumed) ?? refuse(notApproved(asking));
    } catch (error) {
      return refuse(GuardError.from(error));
    }
  }

  /** Finds the call that this one resumes, if any, and what is then still to be paid for it. */
  #owed(call: Parameters<typeof keyOf>[0], cost: Cost | undefined): Owed {
    const resumed = call.call.state === null ? undefined : this.#parts.resumptions.find(keyOf(call));
    return { resumed, due: cost && resumed ? { ...cost, amount: max(0n, cost.amount - resumed.paid) } : cost };
  }

  /** Why it cannot be paid. */
  #excess(
    { due }: Owed,
    call: Parameters<typeof payerOf>[0],
    { session, locate }: CallingSession,
  ): GuardError | undefined {
    const error = due && this.#parts.ledger.check(due, payerOf(call, session));
    return error?.rule === undefined ? error : error.at(locate(error.rule));
  }

  /** Reserves what the call costs and uses what lets it pass; both are written with its row. */
  #send({ asking, caller, client, resumed, due }: Passing, approval?: Approval): GateDecision {
    const { ledger, approvals, resumptions, fingerprints } = this.#parts;
    const payment = due && ledger.reserve(due, payerOf(asking, caller.session));
    const unuse = approval && approvals.use(approval, asking);
    if (resumed) resumptions.consume(keyOf(asking));
    if (client) client.request.settleWith(toSettlement({ asking, payment, due, resumptions, fingerprints }));
    else payment?.settle();
    const undo = (): void => {
      payment?.release();
      unuse?.();
      if (resumed) resumptions.add(keyOf(asking), resumed);
      client?.request.settleWith(undefined);
    };
    return { kind: 'send', ...(approval && { note: `approval ${approval.id} was used` }), undo };
  }
}

const payerOf = ({ actor, server, call }: Pick<Asking, 'actor' | 'server' | 'call'>, session: string): Payer => ({
  actor,
  session,
  server,
  tool: call.tool,
});

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** No person need be asked: no rule asks, or the same rules did of the same arguments when the call began, and for no less. */
const isCovered = ({ reasons, cost }: Asking, resumed: Resumed | undefined): boolean =>
  reasons.length === 0 ||
  (resumed !== undefined &&
    (cost?.amount ?? 0n) <= resumed.paid &&
    reasons.every(({ rule, byAnswer }) => !byAnswer && resumed.approvedBy.has(rule)));

interface SettlementParts {
  readonly asking: Asking;
  readonly payment: Payment | undefined;
  readonly due: Cost | undefined;
  readonly resumptions: Resumptions;
  readonly fingerprints: Fingerprints;
}

/** Settles a call that was sent: its payment and, if the server asks for input, the right to resume it. */
const toSettlement = ({ asking, payment, due, resumptions, fingerprints }: SettlementParts): Settlement => ({
  answered(answer, isRefused) {
    if (!isRefused && hasCostNothing(answer, due?.releasedOnError === true)) return payment?.release();
    payment?.settle();
    const state =
      answer.kind === 'result' && answer.result['resultType'] === 'input_required' && answer.result['requestState'];
    if (isRefused || typeof state !== 'string') return;
    resumptions.add(keyOf(asking, hashState(fingerprints, state)), {
      paid: asking.cost?.amount ?? 0n,
      approvedBy: new Set(asking.reasons.map(({ rule }) => rule)),
    });
  },
  abandoned: () => payment?.settle(),
});

/** Identifies a call to be resumed: its user and server, its original params, and the state that the server gave it. */
const keyOf = (
  { actor, server, call }: Pick<Asking, 'actor' | 'server' | 'call'>,
  state: string | null = call.state,
): string => JSON.stringify([actor, server, call.resumes, state]);

/** JSON-RPC: the server has no such method or could not read the params, so it has done nothing. */
const NOTHING_DONE: ReadonlySet<unknown> = new Set([-32_601, -32_602]);

function hasCostNothing(answer: Response, releasedOnError: boolean): boolean {
  if (answer.kind === 'failure') return releasedOnError || NOTHING_DONE.has(member(answer.error, 'code'));
  return releasedOnError && answer.result['isError'] === true;
}
