import type { HeldCall } from '../../held-call.js';

export interface ReportAttempt {
  /** Unix seconds. */
  readonly at: number;
  /** Shared with the receiver, for formats that can sign with it. */
  readonly secret: string | null;
}

/** The body and the headers of one request. */
export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes a held call for a kind of receiver. Nothing in a name may act there: no link, no mention, no mark-up. */
export type WebhookFormat = (call: HeldCall, attempt: ReportAttempt) => Post;
