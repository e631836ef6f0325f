import { GuardError } from '@mcp-guard/core';
import type { AuditEntry, AuditRow } from '@mcp-guard/store';

/** What waits for its row: exactly one of `deliver` and `refuse` is called, once. */
export interface Recorded {
  /** Takes back what was done for it: before its row is written if it may not move, else before `refuse`. */
  readonly undo?: (() => void) | undefined;
  /** The row is committed: the message may move. */
  readonly deliver?: () => void;
  /** The message does not move, and its sender gets the error; without an audit id no row was written. */
  readonly refuse?: (error: GuardError, auditId: string | undefined) => void;
}

/** What becomes of a row that is not written as it came. */
export interface Metered {
  /** Why the message may not move; `undefined` if it may. */
  readonly error: GuardError | undefined;
  /** What is written instead; `undefined`: nothing, because other rows report it. */
  readonly entry: AuditEntry | undefined;
}

/** A message of a turn, with its row. */
export interface Waiting {
  /** Absent if no row is written. */
  readonly entry: AuditEntry | undefined;
  /** Why it may not move. */
  error: GuardError | undefined;
  undo: Recorded['undo'];
  readonly deliver: Recorded['deliver'];
  readonly refuse: Recorded['refuse'];
}

/** What one turn of the event loop brought, in order. */
export type Turn = readonly Waiting[];

export const toWaiting = ({ entry, error }: Metered, { undo, deliver, refuse }: Recorded): Waiting => ({
  entry,
  error,
  undo,
  deliver,
  refuse,
});

/** Decides what may move, and takes back what may not. Throws what `check` throws, and has changed nothing then. */
export function checkAll(turn: Turn, check: (entry: AuditEntry) => GuardError | undefined): void {
  for (const waiting of turn) waiting.error ??= waiting.entry && check(waiting.entry);
  for (const waiting of turn) if (waiting.error) takeBack(waiting);
}

/** The rows of a turn that was checked. */
export const toEntries = (turn: Turn): readonly AuditEntry[] =>
  turn.flatMap(({ entry, error }) => (entry ? [toRefused(entry, error)] : []));

/** @param rows those of `toEntries`, as they were committed */
export function deliverAll(turn: Turn, rows: readonly AuditRow[]): void {
  let next = 0;
  for (const { entry, error, deliver, refuse } of turn) {
    const row = entry && rows[next++];
    if (error) refuse?.(error, row && String(row.seq));
    else deliver?.();
  }
}

export function refuseAll(turn: Turn, cause: unknown): void {
  const error = new GuardError('INTERNAL', 'nothing moves because it cannot be recorded', { cause });
  // The last one first: it may build on an earlier one.
  turn.toReversed().forEach(takeBack);
  for (const { refuse } of turn) refuse?.(error, undefined);
}

function takeBack(waiting: Waiting): void {
  const { undo } = waiting;
  waiting.undo = undefined;
  undo?.();
}

const toRefused = (entry: AuditEntry, error: GuardError | undefined): AuditEntry =>
  error
    ? { ...entry, outcome: 'block', code: error.code, rule: error.rule ?? null, detail: error.message, bytesOut: 0 }
    : entry;
