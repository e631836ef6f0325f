/** A receiver of reports about held calls. */
export interface WebhookStatus {
  /** The host of a webhook's URL, the rest of which is often a secret; `desktop` for notifications of the system. */
  readonly host: string;
  /** Why the last attempt failed; `null` when it did not. */
  readonly failure: string | null;
  /** Reports that wait. */
  readonly waiting: number;
  /** Reports that were dropped. */
  readonly lost: number;
}

export interface ApprovalsStatus {
  readonly pending: number;
  readonly standing: number;
  /** `approvals.passphrase` requires one, and none is set: no call can be approved. */
  readonly needsPassphrase: boolean;
  readonly webhooks: readonly WebhookStatus[];
}
