/** A paid call whose daemon died before its answer came: it counts as spent. */
export interface LostPayment {
  /** Unix seconds. */
  readonly at: number;
  readonly actor: string;
  readonly server: string;
  readonly tool: string;
  /** A decimal. */
  readonly amount: string;
  readonly currency: string;
}

export interface SpendStatus {
  /** Paid calls whose answers have not come yet. */
  readonly open: number;
  /** Of the last day. */
  readonly lost: readonly LostPayment[];
}
