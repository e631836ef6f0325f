/** Where people are told of held calls. */
export interface WebhookStatus {
  /** The rest of the URL is often a secret. */
  readonly host: string;
  /** Why the last attempt failed; `null` when it did not. */
  readonly failure: string | null;
  /** What waits to be told. */
  readonly waiting: number;
  /** What was given up. */
  readonly lost: number;
}

export interface ApprovalsStatus {
  readonly pending: number;
  readonly standing: number;
  readonly webhooks: readonly WebhookStatus[];
}
