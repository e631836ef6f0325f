/** What the rows about a server take up, of one day. */
export interface RecordUse {
  /** Empty: of what names no server. */
  readonly server: string;
  /** Unix days. */
  readonly day: number;
  readonly bytes: number;
  /** Unix hours: the last one of the day in which something was written, and how much. */
  readonly hour: number;
  readonly hourBytes: number;
}

/** How much of the record each server has, over restarts. */
export interface RecordUseStore {
  /** In the order of time. */
  load(): readonly RecordUse[];
  /** Replaces what is known of a server and its day. Meant for the transaction of the rows. */
  put(uses: readonly RecordUse[]): void;
  /** The rows of before `day` are gone. */
  forget(day: number): void;
}
