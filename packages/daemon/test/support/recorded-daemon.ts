import { join } from 'node:path';
import { Fingerprints, type Decision, type WithheldItem } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import { createServers, findServer } from '@mcp-guard/rules';
import { fingerprintOf, openDatabase, readRecordedState, type RecordedState } from '@mcp-guard/store';
import {
  openApprovalStore,
  openCounterStore,
  openGivenMarkers,
  openShownTools,
  openSpendingStore,
  openWithheldItems,
} from '@mcp-guard/store/testing';
import { Approvals } from '../../src/approvals/approvals.js';
import { Gate } from '../../src/approvals/gate.js';
import { refuse, SEND, type CallingSession, type GateDecision } from '../../src/approvals/gate-decision.js';
import { OpenCalls } from '../../src/approvals/open-calls.js';
import { ApprovalList } from '../../src/approvals/approval-list.js';
import { Resumptions } from '../../src/approvals/resumptions.js';
import type { Unwritten } from '../../src/record/transaction-writer.js';
import { Ledger } from '../../src/state/ledger.js';
import { Markers } from '../../src/state/markers.js';
import { OpenRequests } from '../../src/state/open-requests.js';
import { RateLimits } from '../../src/state/rate-limits.js';
import { ToolLists } from '../../src/state/tool-lists.js';
import { Withheld } from '../../src/state/withheld.js';
import { DECIDER, START } from './gate.js';
import { readRequest, readResult } from '../../../rules/test/support/read.js';

export const FINGERPRINTS: Fingerprints = new Fingerprints('00');
const SETTINGS = {
  expires_after: 600,
  deny_for: 600,
  passphrase: false,
  inside_clients: 'refuse',
  wait: 0,
  notify: [],
} as const;

export interface Call {
  readonly server: string;
  readonly tool: string;
  /** JSON text. */
  readonly args: string;
  readonly user: string;
  readonly roles: readonly string[];
  readonly cwd: string;
}

/** The pipeline and the gate with a daemon's state, as it is written to a real database, and a clock that the test moves. */
export class RecordedDaemon {
  now: number = START;
  readonly #source: { readonly path: string; readonly key: undefined };
  readonly #db: ReturnType<typeof openDatabase>;
  readonly #servers: ReturnType<typeof createServers>;
  readonly #unwritten: Unwritten = new Set();
  #approvals!: Approvals;
  #limits!: RateLimits;
  #markers!: Markers;
  #withheld!: Withheld;
  #tools!: ToolLists;
  #gate!: Gate;
  #sessions = 0;

  constructor(config: Config, folder: string) {
    this.#servers = createServers(config, { locate: (rule) => rule, fingerprints: FINGERPRINTS });
    this.#source = { path: join(folder, 'audit.db'), key: undefined };
    this.#db = openDatabase(this.#source);
    this.restart();
  }

  restart(): void {
    this.#approvals?.close();
    const clock = (): number => this.now;
    const db = this.#db;
    const unwritten = this.#unwritten;
    unwritten.clear();
    const ledger = new Ledger(openSpendingStore(db), unwritten, clock);
    const list = new ApprovalList({
      store: openApprovalStore(db),
      unwritten,
      now: clock,
      record: (_, recorded) => {
        this.commit();
        recorded?.deliver?.();
      },
      onHeld: () => undefined,
    });
    this.#limits = new RateLimits(openCounterStore(db), unwritten, clock);
    this.#markers = new Markers(openGivenMarkers(db), unwritten);
    this.#withheld = new Withheld(openWithheldItems(db), unwritten);
    this.#tools = new ToolLists(openShownTools(db), unwritten);
    this.#approvals = new Approvals({
      list,
      now: clock,
      times: () => SETTINGS,
      isGiven: () => true,
    });
    this.#gate = new Gate({
      halt: { isOn: false },
      ledger,
      approvals: this.#approvals,
      resumptions: new Resumptions(clock),
      openCalls: new OpenCalls(this.#approvals, clock),
      fingerprints: FINGERPRINTS,
      settings: () => ({ ...SETTINGS, notify: [] }),
      definitionOf: (server, tool) => this.#tools.definitionOf(server, tool),
    });
  }

  close(): void {
    this.#approvals.close();
    this.#db.close();
  }

  /** What another process reads of it. */
  get recorded(): RecordedState {
    const recorded = readRecordedState(this.#source);
    if (!recorded) throw new Error('this database is of another version');
    return recorded;
  }

  /** Judges a call in a session of its own and writes what it changed; a call that is sent gets a response. */
  call({ server, tool, args, user, roles, cwd }: Call): GateDecision {
    const policy = findServer(this.#servers, server).policyFor(roles);
    const params = `{"name":${JSON.stringify(tool)},"arguments":${args}}`;
    const message = readRequest(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`);
    const origin = { kind: 'local', uid: process.getuid?.() ?? 0, pid: 1 } as const;
    const actor = { origin, user, roles, refusal: undefined };
    const session = `s${++this.#sessions}`;
    const judged = policy.pipeline.run(
      'toServer',
      message,
      {
        server,
        session,
        actor,
        cwd,
        answers: undefined,
        markers: this.#markers.given,
        withheld: this.#withheld.of(server),
      },
      { charge: (charges) => this.#limits.charge(charges) },
    );
    const caller: CallingSession = {
      server,
      session,
      actor: user,
      locate: (rule) => rule,
      inForce: () => ({ actor, revision: policy.revision }),
    };
    const request = new OpenRequests().add(message);
    const client = { request, bytes: message.bytes.length, notify: undefined };
    const decision = judged.refusal
      ? refuse(judged.refusal)
      : judged.demand
        ? this.#gate.decide(judged.demand, caller, client)
        : SEND;
    this.commit();
    request.answer(readResult({ id: 1, result: {} }), false);
    this.commit();
    return decision;
  }

  async decide(which: number, decision: Decision): Promise<void> {
    const pending = this.recorded.approvals.filter(
      ({ state }) => (decision.kind === 'revoke') !== (state === 'pending'),
    );
    const approval = pending[which % Math.max(1, pending.length)];
    if (!approval || approval.expiresAt <= this.now) return;
    const decided = { approval: approval.id, print: fingerprintOf(approval), decision, by: 'anna', at: this.now };
    await this.#approvals.decide({ ...decided, signature: null }, DECIDER, this.now);
  }

  /** A marker was put into a response. */
  mark(type: string): void {
    this.#markers.add([type]);
    this.commit();
  }

  /** An item went out of a list. */
  withhold(server: string, item: WithheldItem): void {
    this.#withheld.add(server, [item]);
    this.commit();
  }

  /** The server lists a tool. */
  show(server: string, tool: object): void {
    const request = new OpenRequests().add(readRequest({ id: 1, method: 'tools/list' }));
    this.#tools.observe(server, readResult({ id: 1, result: { tools: [tool] } }), request);
    this.commit();
  }

  commit(): void {
    const dirty = [...this.#unwritten];
    this.#unwritten.clear();
    this.#db.transaction(() => dirty.forEach((writer) => writer.write()))();
    dirty.forEach((writer) => writer.written());
  }
}
