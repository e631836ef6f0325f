import type { ApprovalSettings } from '@mcp-guard/policy';
import { refuseClient } from './origin.js';
import type { Requester } from './requester.js';

/** The control API for edits of the configuration. */
export interface EditApi {
  /** Throws UNAUTHENTICATED if a change that allows more comes from a process of a client. */
  insist(requester: Requester): { readonly mayLoosen: true };
}

/** An agent with a shell must not free itself by a command. */
export const createEditApi = (settings: () => Pick<ApprovalSettings, 'inside_clients'>): EditApi => ({
  insist(requester) {
    const refusal = refuseClient(requester.decider({ hasPassphrase: false }).insideClient, settings());
    if (refusal) throw refusal;
    return { mayLoosen: true };
  },
});
