import type { Response } from '@mcp-guard/core';

/** What hangs on the answer to a question. Ended once, by one of the two. */
export interface Settlement {
  /** @param isRefused the client does not get it */
  answered(answer: Response, isRefused: boolean): void;
  /** Nobody waits for the answer any more. */
  abandoned(): void;
}
