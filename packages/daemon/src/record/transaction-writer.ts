/** State that is written in the same transaction as the rows that changed it. */
export interface TransactionWriter {
  write(): void;
  /** The written changes are committed. */
  written(): void;
}

/** Writers with changes for the next commit: each adds itself when it changes. */
export type Unwritten = Set<TransactionWriter>;
