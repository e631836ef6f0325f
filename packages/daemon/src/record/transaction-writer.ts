/** State that is written in the same transaction as the rows that changed it. */
export interface TransactionWriter {
  readonly isDirty: boolean;
  write(): void;
  /** What was written is committed. */
  written(): void;
}
