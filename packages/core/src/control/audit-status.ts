export interface AuditStatus {
  /** Unix seconds; `null` before the first row of this run. */
  readonly lastWriteAt: number | null;
  readonly rows: number;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Why traffic is refused; `null` while traffic is recorded. */
  readonly failure: string | null;
  readonly warnings: readonly string[];
}
