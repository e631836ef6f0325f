import type { GuardError } from '@mcp-guard/core';
import type { ChargeLimits, Direction, MessageContext, SessionPolicy } from '@mcp-guard/rules';
import type { Gate } from '../approvals/gate.js';
import type { AuditTap } from '../record/audit-tap.js';
import type { Delivery } from '../record/delivery.js';
import type { Identity } from '../identity/identities.js';
import type { LargeMessages } from '../large/large-messages.js';
import type { Markers } from '../state/markers.js';
import type { SessionTasks } from '../state/tasks.js';
import type { ToolLists } from '../state/tool-lists.js';
import type { Withheld } from '../state/withheld.js';
import type { IngressParts } from './ingress.js';

export interface SessionParts {
  readonly context: Omit<MessageContext, 'actor' | 'answers' | 'tasks' | 'markers' | 'readOnlyHint' | 'withheld'>;
  /** Asked anew for every message, so that a removed key or a login that has run out counts at once. */
  readonly identity: Identity;
  readonly tasks: SessionTasks;
  readonly policy: () => SessionPolicy;
  /** Takes from the limits that all sessions share. */
  readonly charge: ChargeLimits;
  readonly tap: AuditTap;
  readonly delivery: Delivery;
  /** Hears of every answer before anything is hidden in it. */
  readonly tools?: ToolLists;
  readonly markers: Markers;
  /** What content rules have taken out of lists. */
  readonly withheld?: Withheld;
  /** Sees to what calls cost and to what needs a person. */
  readonly gate: Pick<Gate, 'approve'>;
  readonly large: Pick<LargeMessages, 'read'>;
  /** Hands one message to the end that a direction leads to; the line end is added there. */
  readonly send: Readonly<Record<Direction, (bytes: Buffer) => void>>;
  readonly onHeldUp: IngressParts['onHeldUp'];
  /** Calls back in a turn to come, when the end that a direction comes from has its slice. */
  readonly later: IngressParts['later'];
  /** Ends the session with this reason on the client's stderr. */
  readonly end: (reason: GuardError) => void;
}
