/** A receiver of reports about held calls. */
export interface WebhookStatus {
  /** The rest of the URL is often a secret. */
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
  readonly webhooks: readonly WebhookStatus[];
}
