import type { Decider } from '@mcp-guard/core';
import type { ApprovalSettings } from '@mcp-guard/policy';
import { refuseOrigin } from '../identity/origin.js';
import type { Requester } from '../identity/requester.js';
import type { TrustedKey } from './trusted-key.js';

/** All that tells whether a decision counts. */
export interface DecisionRules {
  readonly key: Pick<TrustedKey, 'authenticate'>;
  readonly settings: () => Pick<ApprovalSettings, 'inside_clients'>;
}

/**
 * The one way in which a decision counts, whatever it is about: the passphrase has signed its text, where one is required,
 * and it comes from a terminal outside of clients, or from a page that was opened there. Throws UNAUTHENTICATED.
 */
export function insistOnDecider(
  requester: Requester,
  { text, signature }: { readonly text: string; readonly signature: string | null },
  { key, settings }: DecisionRules,
): Decider {
  const decider = requester.decider({ hasPassphrase: key.authenticate(text, signature) });
  const refusal = refuseOrigin(decider, settings());
  if (refusal) throw refusal;
  return decider;
}
