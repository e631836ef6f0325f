import type { Response } from '@mcp-guard/core';

/** What the response to a request decides. Ends once, by one of the two. */
export interface Settlement {
  /** @param isRefused the response does not reach the client */
  answered(answer: Response, isRefused: boolean): void;
  /** The client no longer waits for the response. */
  abandoned(): void;
}
