import { setImmediate as tick } from 'node:timers/promises';
import { forRecord } from '@mcp-guard/detectors';
import { readStrict, type GuardError } from '@mcp-guard/core';
import { type Direction, type Interceptor, Pipeline, type SessionPolicy } from '@mcp-guard/rules';
import { openMemoryAuditStore, type AuditEntry, type AuditRow } from '@mcp-guard/store';
import { SEND } from '../../src/approvals/gate-decision.js';
import { AuditTap } from '../../src/record/audit-tap.js';
import { Delivery } from '../../src/record/delivery.js';
import type { Unwritten } from '../../src/record/transaction-writer.js';
import { Markers } from '../../src/state/markers.js';
import { Session } from '../../src/session/session.js';
import type { SessionParts } from '../../src/session/session-parts.js';
import { Tasks } from '../../src/state/tasks.js';
import { contextOf } from '../../../rules/test/support/context.js';
import { FREE, UNUSED } from '../../../rules/test/support/pipeline.js';

/** One end of a session: what it says and what it heard. */
interface End {
  say(message: object | string): void;
  /** Parsed lines; a batch is an array. */
  readonly heard: readonly unknown[];
  /** The same as they were sent. */
  readonly lines: readonly string[];
}

export interface TestSession {
  readonly session: Session;
  readonly client: End;
  readonly server: End;
  readonly rows: readonly AuditRow[];
  /** The directions of which nothing more is to be read for now. */
  readonly heldUp: ReadonlySet<Direction>;
  /** Why the session was ended. */
  readonly ends: readonly GuardError[];
  /** Rows cannot be written from now on, or can again. */
  broken: boolean;
  policy: SessionPolicy;
  /** Lets everything happen that waits for nothing else. */
  turn(): Promise<void>;
}

export interface TestSessionOptions {
  readonly interceptors?: readonly Interceptor[];
  readonly refusals?: SessionPolicy['refusals'];
  readonly large?: SessionParts['large'];
  /** Default: all is within the limits. */
  readonly charge?: SessionParts['charge'];
  /** Default: demands nothing. */
  readonly gate?: SessionParts['gate'];
  /** Whether the user has halted all calls. */
  readonly halt?: SessionParts['halt'];
  readonly withheld?: NonNullable<SessionParts['withheld']>;
  /** What is written with the next rows. */
  readonly unwritten?: Unwritten;
}

const OPEN: SessionParts['gate'] = { decide: () => SEND };

/** Judges here what a daemon judges in a thread: a busy machine may take long for any message. */
const readHere = (pipeline: Pipeline): SessionParts['large'] => ({
  read(line) {
    const message = readStrict(line, 100);
    if (message.kind === 'malformed' || message.kind === 'batch') return Promise.resolve(message);
    return Promise.resolve({
      kind: 'large',
      message,
      judge: (direction, context, charge) => Promise.resolve(pipeline.run(direction, message, context, { charge })),
      release: () => undefined,
    });
  },
});

/** A session between two ends that are arrays, with a record in memory. */
export function startSession(options: TestSessionOptions = {}): TestSession {
  const { interceptors = [], refusals = 'error', gate = OPEN, withheld, unwritten = new Set() } = options;
  const { charge = FREE.charge } = options;
  const store = openMemoryAuditStore();
  const record = {
    ...store,
    get head() {
      return store.head;
    },
    append(entries: readonly AuditEntry[], also?: () => void) {
      if (parts.broken) throw new Error('disk full');
      return store.append(entries, also);
    },
  };
  const delivery = new Delivery({ store: record, unwritten, check: () => undefined, onFailure: () => undefined });
  const heard = { toServer: [] as string[], toClient: [] as string[] };
  const ends: GuardError[] = [];
  const heldUp = new Set<Direction>();
  const { answers: _, actor, ...context } = contextOf();
  const pipeline = new Pipeline({ interceptors, maxDepth: 100, ...UNUSED });
  const session = new Session({
    context,
    tasks: new Tasks().of(actor.user, context.server),
    inForce: () => ({ policy: parts.policy, actor }),
    tap: new AuditTap('s1', actor.user, context.server, forRecord),
    forRecord,
    delivery,
    markers: new Markers({ add: () => undefined, all: () => [] }, unwritten),
    ...(withheld && { withheld }),
    halt: options.halt ?? { isOn: false },
    gate,
    charge,
    large: options.large ?? readHere(pipeline),
    send: {
      toServer: (bytes) => void heard.toServer.push(bytes.toString()),
      toClient: (bytes) => void heard.toClient.push(bytes.toString()),
    },
    onHeldUp: (direction, isFull) => void (isFull ? heldUp.add(direction) : heldUp.delete(direction)),
    later: (_direction, work) => void setImmediate(work),
    end: (reason) => void ends.push(reason),
  });
  const endOf = (sends: Direction, hears: Direction): End => ({
    say(message) {
      const text = typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message });
      session.receive(sends, Buffer.from(text));
    },
    get heard() {
      return heard[hears].map((line): unknown => JSON.parse(line));
    },
    lines: heard[hears],
  });
  const parts: TestSession = {
    session,
    client: endOf('toServer', 'toClient'),
    server: endOf('toClient', 'toServer'),
    rows: store.rows,
    heldUp,
    ends,
    broken: false,
    policy: {
      pipeline,
      maxDepth: 100,
      refusals,
      locate: (rule) => rule,
      chargesOf: () => [],
      revision: '',
      fingerprint: '',
    },
    async turn() {
      for (let count = 0; count < 3; count++) await tick();
      await delivery.drain();
    },
  };
  return parts;
}
