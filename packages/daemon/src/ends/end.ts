import type { ByteBudget, GuardError, JsonScanner } from '@mcp-guard/core';
import type { Share } from './turns.js';

/** An end hands this to its session. */
export interface Hearing {
  /** One line without its end; never empty. A given `release` must be called once, and gives back the budget of the line. */
  line(line: Buffer, release?: () => void): void;
  /** A line without a byte. */
  empty(): void;
  /** A line that was given up has ended; `scan` has seen all of it. */
  tooLong(scan: JsonScanner, why: string, rule?: string): void;
  /** No response to this request (JSON text of its id) will come. It gets this error if nothing that came before answers it. */
  lost(id: string, error: GuardError): void;
}

/** Facts about a message that is sent, so that no transport parses it again. */
export interface MessageFacts {
  /** The method of a request or a notification. */
  readonly method?: string | undefined;
  /** JSON text: of a request, or of a response's request. */
  readonly id?: string | undefined;
}

/** Every end needs these, with any transport. */
export interface EndResources {
  /** The end's part of the main thread. */
  readonly share: Share;
  readonly lines: LineLimits;
}

export interface LineLimits {
  readonly budget: ByteBudget;
  /** A longer message is given up. */
  readonly maxBytes: number;
}

/** One end of a session: a client or a server. The session can only listen, send, pause and close. */
export interface End {
  /** For the record and for people: `pid 123`. */
  readonly label: string;
  /** Starts to listen. Called at most once. */
  start(hearing: Hearing): void;
  /** Sends one message; the transport frames it. False: send no more until the end has drained. */
  send(bytes: Buffer, facts?: MessageFacts): boolean;
  /** Calls `listener` each time that more may be sent. */
  onDrained(listener: () => void): void;
  /** Delivers nothing, not even what has already come, until `resume` with the same reason. */
  pause(why: string): void;
  resume(why: string): void;
  /** Something has come that was not delivered yet. */
  readonly hasUnheard: boolean;
  /** Gives up a line that has been unfinished since before `time` (milliseconds of `performance.now`). */
  discardOlderThan(time: number): void;
  /** Stops listening for good. Sent messages still leave. */
  stop(): void;
  /** Resolves once the end has sent all that it will send; it may still read. */
  readonly inputEnded: Promise<void>;
  /** Resolves once the end is gone, with the reason for the other end. */
  readonly ended: Promise<GuardError | undefined>;
  /** Signals, in the transport's own way, that no more is sent to it; a client gets the reason. */
  endInput(reason?: GuardError): void;
  /** Ends it once sent messages have left; a server is ended in any case. */
  close(): Promise<void>;
}
