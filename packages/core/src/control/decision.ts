export type Decision =
  | { readonly kind: 'approve'; readonly standing: StandingWish | null }
  | { readonly kind: 'deny'; readonly why: string | null }
  /** Takes back an approval, a standing one, or a denial. */
  | { readonly kind: 'revoke'; readonly why: string | null };

export interface StandingWish {
  /** Seconds. */
  readonly for: number;
  readonly maxUses: number;
  readonly same: readonly string[] | null;
}

/** `POST /approvals/decide`: a decision on its way to the daemon. */
export interface Decided {
  /** The whole id. */
  readonly approval: string;
  /** `ApprovalView.print` as it was shown: the decision is about that, and about nothing else with the same id. */
  readonly print: string;
  readonly decision: Decision;
  /** The name that the person gives. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** Base64, by the key of the passphrase, over `toSigned`; `null` without one. */
  readonly signature: string | null;
}
