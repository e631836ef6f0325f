import type { ByteBudget, Fingerprints, GuardError } from '@mcp-guard/core';
import type { Actor, ChargeLimits, Direction, MessageContext, SessionPolicy } from '@mcp-guard/rules';
import type { Gate } from '../approvals/gate.js';
import type { Configuration } from '../config/configuration.js';
import type { UpstreamHost, Upstreams } from '../ends/open-upstream.js';
import type { Turns } from '../ends/turns.js';
import type { LargeMessages } from '../large/large-messages.js';
import type { AuditTap } from '../record/audit-tap.js';
import type { Delivery } from '../record/delivery.js';
import type { ServerLogs } from '../record/server-logs.js';
import type { Halts, HaltSwitch } from '../state/halts.js';
import type { Markers } from '../state/markers.js';
import type { SessionTasks, Tasks } from '../state/tasks.js';
import type { ToolLists } from '../state/tool-lists.js';
import type { Withheld } from '../state/withheld.js';
import type { Tracer } from '../state/tracer.js';
import type { Timings } from '../timings.js';

/** The rules for a session now. */
export interface InForce {
  readonly policy: SessionPolicy;
  readonly actor: Actor;
}

/** One message is judged by these: in force when it is judged, and the same until it is delivered. */
export interface JudgedBy extends InForce {
  /** Takes from the limits for this message, from each limit once. */
  readonly charge: ChargeLimits;
}

/** All sessions of a daemon share these: built once, by `main.ts`. */
export interface SessionDeps {
  readonly configuration: Configuration;
  /** The configuration for clients that name none. */
  readonly usualConfig: string;
  readonly delivery: Delivery;
  /** Sees every response before anything is hidden in it. */
  readonly tools: ToolLists;
  readonly markers: Markers;
  readonly halt: Pick<Halts, 'isOn' | 'ends'>;
  /** Items that content rules have taken out of lists. */
  readonly withheld: Withheld;
  readonly tasks: Tasks;
  /** Gives messages the context of their spans; absent where no traces are sent. */
  readonly tracer?: Pick<Tracer, 'begin'> | undefined;
  /** Settles the cost of calls and the need for a person. */
  readonly gate: Gate;
  /** Takes from the limits that all sessions share. */
  readonly charge: ChargeLimits;
  readonly large: LargeMessages;
  readonly fingerprints: Fingerprints;
  readonly upstreams: Upstreams;
  readonly host: UpstreamHost;
  readonly logs: ServerLogs;
  readonly turns: Turns;
  /** The room for unfinished lines, and for large ones that wait to be inspected. */
  readonly budget: ByteBudget;
  /** Why the record has no room for a session of this server. */
  readonly checkRoom: (server: string) => GuardError | undefined;
  readonly timings: Timings;
}

/** The facts about one session when it opens. */
export interface SessionFacts {
  readonly context: Omit<
    MessageContext,
    'actor' | 'answers' | 'isHalted' | 'tasks' | 'markers' | 'readOnlyHint' | 'withheld'
  >;
  /** Asked again for every message, so that a removed key, an expired login or another configuration counts at once. */
  readonly inForce: () => InForce;
  /** The tasks of this actor with this server. */
  readonly tasks: SessionTasks;
  readonly tap: AuditTap;
  /** Cuts a text of others, and takes out what may stand in no record. */
  readonly forRecord: (text: string, limit: number) => string;
}

/** How a session acts on its two ends. */
export interface SessionEnds {
  /** Sends one message to the end that a direction leads to; the line end is added there. */
  readonly send: Readonly<Record<Direction, (bytes: Buffer) => void>>;
  /**
   * Called when the lane is full, and when it no longer is: the end that the messages come from is not read from in
   * between.
   */
  readonly onHeldUp: (direction: Direction, isFull: boolean) => void;
  /** Calls back in a turn to come, when the end that a direction comes from has its slice. */
  readonly later: (direction: Direction, work: () => void) => void;
  /** Ends the session with this reason on the client's stderr. */
  readonly end: (reason: GuardError) => void;
}

export interface SessionParts
  extends
    Pick<SessionDeps, 'delivery' | 'markers' | 'charge'>,
    Partial<Pick<SessionDeps, 'tools' | 'withheld' | 'tracer'>>,
    SessionFacts,
    SessionEnds {
  readonly halt: HaltSwitch;
  readonly gate: Pick<Gate, 'decide'>;
  readonly large: Pick<LargeMessages, 'read'>;
}
