import { ApiError } from '../../api/api-error.js';
import type { Decision } from '@mcp-guard/core/page';

/** The result of a decision that was sent. */
export type Outcome =
  | { readonly state: 'decided'; readonly words: string }
  | { readonly state: 'failed'; readonly problem: ApiError };

/** Says what happens after a decision. @param waits the client still waits for the call */
export function toNextStep({ kind }: Pick<Decision, 'kind'>, waits: boolean): string {
  if (kind === 'approve') return waits ? 'Approved. The call is being sent.' : 'Approved. Tell the agent to go on.';
  if (kind === 'deny') {
    return waits ? 'Denied. The agent knows of it.' : 'Denied. The agent learns of it when it repeats the call.';
  }
  return 'Taken back.';
}
