/** The size of the rows about a server on one day. */
export interface RecordUse {
  /** Empty for rows that name no server. */
  readonly server: string;
  /** Unix days. */
  readonly day: number;
  readonly bytes: number;
  /** The last hour of the day in which something was written, in Unix hours, and its bytes. */
  readonly hour: number;
  readonly hourBytes: number;
}

/** How much of the record each server has written, over restarts. */
export interface RecordUseStore {
  /** In the order of time. */
  load(): readonly RecordUse[];
  /** Replaces what is known of a server and its day. To be called in the transaction of the rows. */
  put(uses: readonly RecordUse[]): void;
  /** The rows before `day` are gone. */
  forget(day: number): void;
}
