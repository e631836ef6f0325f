import type { Decider } from '@mcp-guard/core';

/** Who sends a request to the daemon. */
export interface Requester {
  /** Who decides, as far as the system shows; throws UNAUTHENTICATED where that is not known. */
  decider(facts: Pick<Decider, 'hasPassphrase'>): Decider;
}
