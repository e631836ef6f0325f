export interface UpkeepOptions {
  /** The compiled program of its thread, `maintenance-worker.js`. */
  readonly worker: URL;
  /** Stops commits until `release`: for some milliseconds, while the rest of a long WAL is written back. */
  readonly hold: () => void;
  readonly release: () => void;
  /** Reports why a step failed; the next one is tried all the same. */
  readonly onFailure: (why: string) => void;
}

/** Keeps the files of a store small, beside the thread that commits. */
export interface Upkeep {
  /** @param rows that one commit has added */
  committed(rows: number): void;
  /** To be called every few seconds: works if nothing was committed since the last call, when it disturbs no message. */
  rest(): void;
  /** Removes the rows up to `through`. A retention row must already report it. */
  retire(through: number): Promise<void>;
  close(): Promise<void>;
}
