import type { ByteBudget, GuardError, JsonScanner } from '@mcp-guard/core';
import type { Share } from './turns.js';

/** What a session is given of an end. */
export interface Hearing {
  /** One line without its end; never empty. A given `release` must be called once, and gives back the budget of the line. */
  line(line: Buffer, release?: () => void): void;
  /** A line without a byte. */
  empty(): void;
  /** A line that was given up has ended; `scan` has seen all of it. */
  tooLong(scan: JsonScanner, why: string): void;
}

/** What is known of a message that is sent, so that no transport parses it again. */
export interface MessageFacts {
  /** Of a request or a notification. */
  readonly method?: string | undefined;
  /** JSON text: of a request, or of the one that a response answers. */
  readonly id?: string | undefined;
}

/** What every end needs, whatever its transport. */
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

/** One end of a session: a client or a server. The session can only hear, send, pause and close. */
export interface End {
  /** For the record and for people: `pid 123`. */
  readonly label: string;
  /** Starts to hear. Called at most once. */
  start(hearing: Hearing): void;
  /** Sends one message; the transport frames it. False: send no more until the end has drained. */
  send(bytes: Buffer, facts?: MessageFacts): boolean;
  /** Calls `listener` every time that more may be sent. */
  onDrained(listener: () => void): void;
  /** Hears nothing until `resume` with the same reason, also of what has come already. */
  pause(why: string): void;
  resume(why: string): void;
  /** Whether something has come that was not heard yet. */
  readonly hasUnheard: boolean;
  /** Gives up a line that has been unfinished since before `time` (milliseconds of `performance.now`). */
  discardOlderThan(time: number): void;
  /** Hears nothing any more. What is sent still leaves. */
  stop(): void;
  /** Resolves once the end has sent all that it will send; it may still read. */
  readonly inputEnded: Promise<void>;
  /** Resolves once the end is gone, with the reason that the other end is given. */
  readonly ended: Promise<GuardError | undefined>;
  /** Says, in the transport's own way, that no more is sent to it; a client is given the reason. */
  endInput(reason?: GuardError): void;
  /** Ends it once what was sent has left; a server is ended whatever it does. */
  close(): Promise<void>;
}
