/** A paid call whose daemon died before the response came: it counts as spent. */
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
  /** Paid calls that wait for their response. */
  readonly open: number;
  /** The lost payments of the last day. */
  readonly lost: readonly LostPayment[];
}
