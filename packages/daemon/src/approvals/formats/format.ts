import type { HeldCall } from '../held-call.js';

export interface Attempt {
  /** Unix seconds. */
  readonly at: number;
  /** What the receiver knows us by; for formats that can prove something with it. */
  readonly secret: string | null;
}

/** What is posted. */
export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a receiver wants to be told. Nothing in a name may act there: no link, no mention, no mark-up. */
export type WebhookFormat = (call: HeldCall, attempt: Attempt) => Post;
