import { Fingerprints, GuardError, type Decider, type Decision } from '@mcp-guard/core';
import { CustomTypes } from '@mcp-guard/detectors';
import { type Cost, type Demand, createDescribe } from '@mcp-guard/rules';
import {
  emptyEntry,
  openMemoryApprovalStore,
  openMemoryAuditStore,
  openMemorySpendingStore,
  fingerprintOf,
  type Approval,
  type AuditEntry,
  type AuditRow,
} from '@mcp-guard/store';
import { ApprovalList } from '../../src/approvals/approval-list.js';
import { Approvals } from '../../src/approvals/approvals.js';
import { Resumptions } from '../../src/approvals/resumptions.js';
import { Gate } from '../../src/approvals/gate.js';
import { OpenCalls } from '../../src/approvals/open-calls.js';
import { Delivery } from '../../src/record/delivery.js';
import type { Unwritten } from '../../src/record/transaction-writer.js';
import { Ledger } from '../../src/state/ledger.js';
import { OpenRequests, type OpenRequest } from '../../src/state/open-requests.js';
import { SEND, type CallingSession, type GateDecision } from '../../src/approvals/gate-decision.js';
import { contextOf } from '../../../rules/test/support/context.js';
import { read } from '../../../rules/test/support/read.js';

export const START = Date.UTC(2026, 0, 1);
export const DECIDER: Decider = {
  uid: 1000,
  pid: 7,
  tty: 'pts/1',
  parent: 'zsh',
  insideClient: false,
  hasPassphrase: false,
  proposed: false,
};
const FINGERPRINTS = new Fingerprints('00');

export interface Called {
  readonly decision: GateDecision;
  /** Why it is refused or held. */
  readonly error: GuardError | undefined;
  /** What comes of it, where it is kept open. */
  readonly decided: Promise<GateDecision | undefined> | undefined;
  readonly request: OpenRequest;
  /** Answers the call, as its server does. */
  answer(message: object, isRefused?: boolean): Promise<void>;
}

export interface CallOptions {
  readonly tool?: string;
  readonly amount?: number;
  readonly caps?: Cost['caps'];
  readonly releasedOnError?: boolean;
  /** Rules that ask for a person. */
  readonly asks?: readonly string[];
  /** It is what was typed that makes them ask. */
  readonly byAnswer?: boolean;
  readonly actor?: string;
  readonly session?: string;
  readonly policy?: string;
  /** Other members of the params. */
  readonly more?: object;
  readonly args?: unknown;
  /** Default: that of calls. */
  readonly method?: string;
  /** Default: true; a call without one is a notification. */
  readonly hasId?: boolean;
}

/** A gate with its stores in memory, over restarts, and a clock that the test moves. */
export class TestGate {
  readonly audit: ReturnType<typeof openMemoryAuditStore> = openMemoryAuditStore();
  readonly store: ReturnType<typeof openMemoryApprovalStore> = openMemoryApprovalStore();
  readonly spending: ReturnType<typeof openMemorySpendingStore> = openMemorySpendingStore();
  readonly held: Approval[] = [];
  readonly progress: number[] = [];
  now: number = START;
  wait = 0;
  expiresAfter = 300;
  denyFor = 3600;
  definition: string | null = 'd1';
  policy = 'p1';
  refusal: { message: string; hint: undefined; rule: string } | undefined;
  /** Whether approvals are as they were signed. */
  isGiven = true;
  /** Whether the user has halted all calls. */
  readonly halt = { isOn: false };
  /** Rows cannot be written from now on, or can again. */
  broken = false;
  /** What is written cannot be flushed to the disk. */
  unflushed = false;
  gate!: Gate;
  openCalls!: OpenCalls;
  ledger!: Ledger;
  list!: ApprovalList;
  approvals!: Approvals;
  delivery!: Delivery;
  readonly unwritten: Unwritten = new Set();

  constructor() {
    this.restart();
  }

  /** What was not written is lost, as with `kill -9`. */
  restart(): void {
    this.approvals?.close();
    const clock = (): number => this.now;
    const { audit } = this;
    const record = {
      ...audit,
      get head() {
        return audit.head;
      },
      append: (entries: readonly AuditEntry[], also?: () => void) => {
        if (this.broken) throw new Error('disk full');
        return audit.append(entries, also);
      },
    };
    const flush = async (): Promise<void> => {
      if (this.unflushed) throw new Error('EIO');
    };
    const { unwritten } = this;
    unwritten.clear();
    this.delivery = new Delivery({
      store: record,
      unwritten,
      check: () => undefined,
      flush,
      onFailure: () => undefined,
    });
    this.ledger = new Ledger(this.spending, unwritten, clock);
    const { delivery } = this;
    this.list = new ApprovalList({
      store: this.store,
      unwritten,
      now: clock,
      record: (entry, recorded) => void delivery.record(entry, recorded),
      onHeld: (approval) => void this.held.push(approval),
    });
    this.approvals = new Approvals({
      list: this.list,
      now: clock,
      times: () => ({ expires_after: this.expiresAfter, deny_for: this.denyFor }),
      isGiven: () => this.isGiven,
    });
    this.openCalls = new OpenCalls(this.approvals, clock);
    this.gate = new Gate({
      halt: this.halt,
      ledger: this.ledger,
      approvals: this.approvals,
      resumptions: new Resumptions(clock),
      openCalls: this.openCalls,
      fingerprints: FINGERPRINTS,
      settings: () => ({
        expires_after: this.expiresAfter,
        deny_for: this.denyFor,
        passphrase: false,
        inside_clients: 'refuse',
        wait: this.wait,
        notify: [],
      }),
      definitionOf: () => this.definition,
    });
  }

  get rows(): readonly AuditRow[] {
    return this.audit.rows;
  }

  /** What the gate says of a call, before its row is written. */
  admit(options: CallOptions = {}): Called {
    const {
      tool = 'pay',
      amount,
      asks = [],
      actor = 'anna',
      session = 's1',
      args = { to: 'bob' },
      more = {},
    } = options;
    const { policy = this.policy } = options;
    const priced = amount === undefined || typeof args !== 'object' ? args : { ...args, amount };
    const { method = 'tools/call' } = options;
    const message = read({ id: 1, method, params: { name: tool, arguments: priced, ...more } });
    if (message.kind !== 'request') throw new Error(message.kind);
    const request = new OpenRequests().add(message);
    const cost: Cost | undefined =
      amount === undefined
        ? undefined
        : {
            amount: BigInt(Math.round(amount * 1_000_000)),
            currency: 'USD',
            caps: options.caps ?? [],
            releasedOnError: options.releasedOnError ?? false,
            amounts: ['/amount'],
          };
    const describe = createDescribe({ fingerprints: FINGERPRINTS, policy, custom: new CustomTypes([]) });
    const reasons = asks.map((rule) => ({ rule, why: 'it must', byAnswer: options.byAnswer === true }));
    const demand: Demand = { cost, reasons, call: describe(message, contextOf(), { cost, reasons }) };
    const caller: CallingSession = {
      server: 'bank',
      session,
      actor,
      locate: (rule) => rule,
      inForce: () => ({
        actor: { ...contextOf().actor, user: actor, refusal: this.refusal },
        revision: this.policy,
      }),
    };
    const client = { request, bytes: message.bytes.length, notify: (left: number) => void this.progress.push(left) };
    const isDemanded = cost !== undefined || asks.length > 0;
    const waiting = options.hasId === false ? undefined : client;
    const decision = isDemanded ? this.gate.decide(demand, caller, waiting) : SEND;
    const answer: Called['answer'] = async (reply, isRefused = false) => {
      const given = read({ id: 1, ...reply });
      if (given.kind !== 'result' && given.kind !== 'failure') throw new Error(given.kind);
      request.answer(given, isRefused);
      await this.commit();
    };
    return {
      decision,
      error: errorOf(decision),
      decided: 'decided' in decision ? decision.decided : undefined,
      request,
      answer,
    };
  }

  /** The same, with its row. */
  async call(options: CallOptions = {}): Promise<Called> {
    const called = this.admit(options);
    const refuse = (): void => called.decision.undo?.();
    this.delivery.record(
      { ...emptyEntry('message', 'request'), outcome: called.decision.kind === 'hold' ? 'hold' : 'allow' },
      { refuse },
    );
    await this.delivery.drain();
    return called;
  }

  /** Writes what is left, with a row of anything else. */
  async commit(): Promise<void> {
    this.delivery.record(emptyEntry('message', 'notification'));
    await this.delivery.drain();
  }

  /** The id that a held call was told. */
  idOf({ error }: Called): string {
    const id = error?.data['approval_id'];
    if (typeof id !== 'string' || error?.code !== 'APPROVAL_REQUIRED') throw new Error('this call is not held');
    return id;
  }

  async decide(id: string, decision: Decision, by = 'anna'): Promise<Approval | GuardError> {
    const decided = this.approvals
      .decide({ approval: id, print: this.printOf(id), decision, by, at: this.now, signature: null }, DECIDER, this.now)
      .catch((error: unknown) => GuardError.from(error));
    await this.delivery.drain();
    return decided;
  }

  /** What a person is shown, by its hash. */
  printOf(id: string): string {
    const [approval] = this.store.find(id);
    return approval ? fingerprintOf(approval) : '';
  }

  approve(id: string): Promise<Approval | GuardError> {
    return this.decide(id, { kind: 'approve', standing: null });
  }
}

/** What became of a call: `sent`, or the code of its refusal. */
export const fateOf = ({ decision }: Pick<Called, 'decision'>): string => errorOf(decision)?.code ?? 'sent';

/** Why a call is refused or held. */
export const errorOf = (decision: GateDecision | undefined): GuardError | undefined =>
  decision === undefined || decision.kind === 'send' ? undefined : decision.error;
