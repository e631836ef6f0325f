import type {
  Decided,
  Decider,
  Decision,
  Halt,
  Standing,
  StandingWish,
  WithheldFinding,
  WithheldItem,
} from '@mcp-guard/core';
import type { Approval } from '../approvals/approval-store.js';
import type { Counter } from '../state/counter-store.js';
import type { RecordUse } from '../state/record-use-store.js';
import { TOOL_KINDS, type ToolKind } from '../state/shown-tools.js';
import type { Reservation, Spent } from '../state/spending-store.js';
import {
  isDigits,
  isFlag,
  isInteger,
  isNumber,
  isText,
  listOf,
  objectOf,
  oneOf,
  orNull,
  recordOf,
  tuple,
  type Shape,
} from './shapes.js';

/** JSON has no `bigint`: its decimal digits. */
type Digits<T extends { readonly amount: bigint }> = Omit<T, 'amount'> & { readonly amount: string };

/**
 * A turn changes these besides the rows of the chain, by name, with the one argument of each. Each says what is true
 * from then on, not what becomes different: to carry one out twice changes nothing.
 */
export interface Operations {
  /** Inserts the approval or replaces it. */
  readonly 'approvals.put': Approval | UncountedApproval;
  /** Forgets what ended before this (Unix milliseconds). */
  readonly 'approvals.forget': number;
  /** `null` forgets the key. */
  readonly 'approvals.trust': string | null;
  /** Removes the proposals up to this number: they were read. */
  readonly 'approvals.taken': number;
  readonly 'counters.put': readonly Counter[];
  /** Forgets counters that last changed before this (Unix milliseconds). */
  readonly 'counters.forget': number;
  readonly 'spending.put': readonly Digits<Spent>[];
  /** Forgets what was spent before this minute. */
  readonly 'spending.forget': number;
  /** All reservations are lost; those before this (Unix milliseconds) are forgotten. */
  readonly 'spending.lose': number;
  readonly 'spending.open': Digits<Reservation>;
  readonly 'spending.close': string;
  readonly 'recordUse.put': readonly RecordUse[];
  /** Forgets the days before this one. */
  readonly 'recordUse.forget': number;
  /** The server, the tools of a page with their definitions, and the names of all known ones: `ShownTools.add`. */
  readonly 'shownTools.add': readonly [
    server: string,
    tools: readonly (readonly [name: string, definition: string | null])[],
    known: readonly string[],
  ];
  /** The claims of a server about its tools: `ShownTools.describe`. */
  readonly 'shownTools.describe': readonly [
    server: string,
    kinds: readonly (readonly [name: string, kind: ToolKind | null])[],
  ];
  readonly 'withheldItems.add': readonly [server: string, items: readonly WithheldItem[]];
  readonly 'givenMarkers.add': readonly string[];
  /** `null`: calls pass again. */
  readonly 'halt.put': Halt | null;
}

export type Operation = {
  readonly [Name in keyof Operations]: readonly [name: Name, argument: Operations[Name]];
}[keyof Operations];

const isWish = objectOf<StandingWish>({ for: isInteger, maxUses: isInteger, same: orNull(listOf(isText)) });

const isApproveDecision = objectOf<Extract<Decision, { kind: 'approve' }>>({
  kind: oneOf('approve'),
  standing: orNull(isWish),
});
const isOtherDecision = objectOf<{ readonly kind: 'deny' | 'revoke'; readonly why: string | null }>({
  kind: oneOf('deny', 'revoke'),
  why: orNull(isText),
});
const isDecision: Shape<Decision> = (value): value is Decision => isApproveDecision(value) || isOtherDecision(value);

/** An approval as a journal of an older version has it. */
export type UncountedApproval = Omit<Approval, 'asked'>;

const UNCOUNTED: Parameters<typeof objectOf<UncountedApproval>>[0] = {
  id: isText,
  state: oneOf('pending', 'approved', 'standing', 'denied', 'used', 'expired', 'withdrawn', 'revoked'),
  actor: isText,
  server: isText,
  tool: isText,
  shown: isText,
  binding: isText,
  rest: isText,
  leaves: orNull(recordOf(isText)),
  policy: isText,
  definition: orNull(isText),
  amount: orNull(isText),
  currency: orNull(isText),
  reasons: listOf(objectOf<Approval['reasons'][number]>({ rule: isText, why: isText })),
  createdAt: isInteger,
  expiresAt: isInteger,
  decidedAt: orNull(isInteger),
  decidedBy: orNull(isText),
  decider: orNull(
    objectOf<Decider>({
      uid: isInteger,
      pid: orNull(isInteger),
      tty: orNull(isText),
      parent: orNull(isText),
      insideClient: isFlag,
      hasPassphrase: isFlag,
      proposed: isFlag,
    }),
  ),
  why: orNull(isText),
  endedAt: orNull(isInteger),
  standing: orNull(
    objectOf<Standing>({
      same: orNull(listOf(isText)),
      maxUses: isInteger,
      maxSpend: orNull(isText),
      uses: isInteger,
      spent: isText,
    }),
  ),
  decision: orNull(
    objectOf<Decided>({
      approval: isText,
      print: isText,
      decision: isDecision,
      by: isText,
      at: isInteger,
      signature: orNull(isText),
    }),
  ),
  version: isInteger,
};
const isCounted = objectOf<Approval>({ ...UNCOUNTED, asked: isInteger });
const isUncounted = objectOf<UncountedApproval>(UNCOUNTED);

const isReservation = objectOf<Digits<Reservation>>({
  id: isText,
  at: isInteger,
  actor: isText,
  server: isText,
  tool: isText,
  amount: isDigits,
  currency: isText,
  isLost: isFlag,
});

const isFinding = objectOf<WithheldFinding>({
  type: isText,
  confidence: isNumber,
  path: isText,
  fingerprint: isText,
});

const ARGUMENTS: { readonly [Name in keyof Operations]: Shape<Operations[Name]> } = {
  'approvals.put': (value) => isCounted(value) || isUncounted(value),
  'approvals.forget': isInteger,
  'approvals.trust': orNull(isText),
  'approvals.taken': isInteger,
  'counters.put': listOf(objectOf<Counter>({ key: isText, used: isInteger, at: isInteger })),
  'counters.forget': isInteger,
  'spending.put': listOf(objectOf<Digits<Spent>>({ key: isText, minute: isInteger, amount: isDigits })),
  'spending.forget': isInteger,
  'spending.lose': isInteger,
  'spending.open': isReservation,
  'spending.close': isText,
  'recordUse.put': listOf(
    objectOf<RecordUse>({ server: isText, day: isInteger, bytes: isInteger, hour: isInteger, hourBytes: isInteger }),
  ),
  'recordUse.forget': isInteger,
  'shownTools.add': tuple(isText, listOf(tuple(isText, orNull(isText))), listOf(isText)),
  'shownTools.describe': tuple(isText, listOf(tuple(isText, orNull(oneOf(...TOOL_KINDS))))),
  'withheldItems.add': tuple(
    isText,
    listOf(objectOf<WithheldItem>({ kind: isText, key: isText, prefix: isInteger, findings: listOf(isFinding) })),
  ),
  'givenMarkers.add': listOf(isText),
  'halt.put': orNull(objectOf<Halt>({ at: isInteger, by: isText, reason: orNull(isText), ends: isFlag })),
};

const SHAPES: ReadonlyMap<unknown, Shape<unknown>> = new Map<unknown, Shape<unknown>>(Object.entries(ARGUMENTS));

/** A value that was read is an operation of this version. */
export const isOperation = (value: unknown): value is Operation =>
  Array.isArray(value) && value.length === 2 && SHAPES.get(value[0])?.(value[1]) === true;
