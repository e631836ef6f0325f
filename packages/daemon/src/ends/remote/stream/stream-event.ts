import type { Received } from '@mcp-guard/core';

/** One event of a stream, once it is complete. */
export interface StreamEvent {
  /** `message` unless the server names another. */
  readonly type: string;
  /** The last id of the stream so far, as it stands in a header. */
  readonly id: string | undefined;
  /** The id is of this very event. */
  readonly isNamed: boolean;
  /** The data of the server; nothing for an event that only has an id. */
  readonly data: Received | undefined;
}
