import type { ErrorCode, ErrorData, Hint, Malformed, Message, Waiting } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import type { Charge, MessageContext, Direction, Passed } from '@mcp-guard/rules';

/** A worker starts with these. */
export interface WorkerSetup {
  /** Hex; of `Fingerprints`. */
  readonly fingerprintKey: string;
}

/**
 * The first step finds who waits for the line, so that an error can be sent if the rest takes too long; then it is
 * read; and once the main thread has paired it, it is judged, again if the rules have changed meanwhile.
 */
export type Job =
  | { readonly step: 'scan'; readonly line: Uint8Array }
  | { readonly step: 'read' }
  | {
      readonly step: 'judge';
      readonly direction: Direction;
      readonly context: PostedContext;
      /** The bytes that came back with the last reply. */
      readonly again: Uint8Array | undefined;
    };

/** A worker does not reply to these. */
export type Told =
  /** From now on it reads and judges by this configuration. */
  | { readonly step: 'rules'; readonly config: Config }
  /** No more is asked about the message. */
  | { readonly step: 'forget' };

/** The context of a message that can be sent to another thread. */
export type PostedContext = Omit<MessageContext, 'onWork'>;

/** A value that can be sent to another thread as it is: it contains no function. */
export type Copyable<T> = T extends (...args: never[]) => unknown
  ? never
  : T extends Uint8Array | bigint
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Copyable<T[Key]> }
      : T;

/** An error as it crosses threads. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: Hint | undefined;
  readonly rule: string | undefined;
  readonly data: ErrorData;
  readonly rpc: number;
}

export type ReadReply =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'malformed'; readonly malformed: Omit<Malformed, 'error'>; readonly error: PlainError }
  /** Its elements are judged one by one. */
  | { readonly kind: 'batch'; readonly elements: readonly Uint8Array[] };

/** A judgement as it crosses threads: only the bytes of the message that may be sent. */
export interface JudgeReply extends Omit<Passed, 'message' | 'refusal'> {
  readonly bytes: Uint8Array;
  /** They are those that came, which the thread has no longer. */
  readonly isOriginal: boolean;
  readonly refusal: PlainError | undefined;
  /** To be taken in the daemon's own thread before the message counts as judged. */
  readonly charges: readonly Charge[];
}

export interface Replies {
  readonly scan: Waiting;
  readonly read: ReadReply;
  readonly judge: JudgeReply;
}
