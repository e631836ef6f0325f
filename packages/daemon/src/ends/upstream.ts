import type { Readable, Writable } from 'node:stream';
import type { GuardError } from '@mcp-guard/core';

/** A connection to a server that lives as long as one session. */
export interface Upstream {
  /** For the record and for people: `pid 123`. */
  readonly label: string;
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves once the server is gone, with the reason for the client. */
  readonly ended: Promise<GuardError>;
  /** No more messages will come for it. */
  endInput(): void;
  /** Ends it in any case; resolves when it is gone. */
  close(): Promise<void>;
}
