import type { ApprovalView } from './approval-view.js';

/** One value of a held call. Not yet safe to print. */
export interface CallText {
  /** JSON pointer into the arguments, as `--same` takes it: in quotes if it could be read as more than a pointer. */
  readonly pointer: string;
  /** JSON, a number in the digits that will be sent. */
  readonly value: string;
}

/** `GET /approvals/:id/detail`: everything needed to decide. */
export interface ApprovalDetail {
  readonly approval: ApprovalView;
  readonly arguments: readonly CallText[];
  /** Texts that are sent beside the arguments. */
  readonly beside: readonly CallText[];
  /** The name that the session's client claims, and its process; `null` if it is gone. */
  readonly client: string | null;
}

/** `GET /approvals/:id/preview?for=SECONDS&max=N&same=/a&same=/b`: what a standing approval would admit. */
export interface StandingPreview {
  /** In words. */
  readonly admits: string;
  /** How many of the calls that were held in the past it would have let pass, of how many. */
  readonly matches: number;
  readonly past: number;
}

/** How to derive the key that signs decisions from the passphrase: scrypt (RFC 7914), then Ed25519 (RFC 8032). */
export interface ApprovalKeyView {
  /** Base64. */
  readonly salt: string;
  readonly N: number;
  readonly r: number;
  readonly p: number;
  /** Base64 of its 32 bytes. */
  readonly publicKey: string;
}
