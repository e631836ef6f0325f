import { GuardError, isObject, type PruneReport, type PruneRequest } from '@mcp-guard/core';
import type { ApprovalSettings } from '@mcp-guard/policy';
import { refuseClient } from '../identity/origin.js';
import type { Requester } from '../identity/requester.js';
import type { Retirement } from './retirement.js';

/** The control API of the record. */
export interface RecordApi {
  /**
   * Resolves once the rows are gone; throws why they stay.
   * @param request as it came
   */
  prune(request: unknown, requester: Requester): Promise<PruneReport>;
}

/** An agent must not remove the rows that report its own calls. */
export const createRecordApi = (
  retirement: Pick<Retirement, 'prune'>,
  settings: () => Pick<ApprovalSettings, 'inside_clients'>,
): RecordApi => ({
  async prune(request, requester) {
    const { uid, pid, tty, parent, insideClient } = requester.decider({ hasPassphrase: false });
    const refusal = refuseClient(insideClient, settings());
    if (refusal) throw refusal;
    return retirement.prune(parseRequest(request), { uid, pid, tty, parent, insideClient });
  },
});

/** Throws MALFORMED_MESSAGE for everything else. */
function parseRequest(request: unknown): PruneRequest {
  const { through, hash } = isObject(request) ? request : {};
  if (typeof through !== 'number' || !Number.isSafeInteger(through) || typeof hash !== 'string') {
    throw new GuardError('MALFORMED_MESSAGE', 'it does not say which rows go');
  }
  return { through, hash };
}
