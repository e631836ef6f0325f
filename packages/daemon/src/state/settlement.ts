import type { Response } from '@mcp-guard/core';

/** The response to a request decides about this. Ends once, by one of the two. */
export interface Settlement {
  /** @param isRefused the response does not reach the client */
  answered(answer: Response, isRefused: boolean): void;
  /** The client no longer waits for the response. */
  abandoned(): void;
}
