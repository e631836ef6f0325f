import type { Decider } from '@mcp-guard/core';

/** The sender of a request to the daemon. */
export interface Requester {
  /** The person who decides, as far as the system shows; throws UNAUTHENTICATED where that is not known. */
  decider(facts: Pick<Decider, 'hasPassphrase'>): Decider;
}
