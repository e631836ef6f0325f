import type { ChainHead } from '../record/audit-store.js';
import type { JournalRecord } from './record-codec.js';

/** A place in the journal: what stands before it was read. */
export interface Position {
  readonly segment: number;
  /** In bytes. 0: nothing of the segment was read, and it may not exist yet. */
  readonly offset: number;
}

export const isBefore = (one: Position, other: Position): boolean =>
  one.segment < other.segment || (one.segment === other.segment && one.offset < other.offset);

/** Takes over what the journal holds. What it has taken it never gets again: it keeps its own position. */
export interface JournalSink {
  /** Behind the last record that was taken. */
  readonly position: Position;
  /** The head of the chain at `position`. */
  readonly head: ChainHead;
  /**
   * Takes all of the records and the position behind them, or throws and takes nothing. False if the sink has moved on
   * without us, which another process may have caused: then it has taken nothing, and `position` is where it is now.
   * @param position behind the last record
   */
  take(records: readonly JournalRecord[], position: Position): boolean;
  /** Returns once what was taken survives a power cut, so that its segments may go. */
  flush(): void;
}
