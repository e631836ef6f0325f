export interface TakeoverOptions {
  /** The compiled program of its thread, `takeover-worker.js`. */
  readonly worker: URL;
  /** Gets why a step failed; it is tried again all the same. */
  readonly onFailure: (why: string) => void;
}

/** Brings what was committed into the database, in a thread of its own: the one that writes to the database. */
export interface Takeover {
  /** Resolves once all that was committed so far is in the database. Rejects if that does not go on. */
  settled(): Promise<void>;
  /** Removes the rows up to `through`. A retention row must already be in the database and report it. */
  retire(through: number): Promise<void>;
  /** Bytes that were committed and are not in the database yet. */
  readonly behind: number;
  /** Why the database does not follow; `null` if it does. */
  readonly obstacle: string | null;
  /** Resolves once all is taken over, or the thread has given up: then the next start goes on. */
  close(): Promise<void>;
}
