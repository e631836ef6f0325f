import { GuardError, isObject } from '@mcp-guard/core';
import type { Approvals } from '@mcp-guard/policy';
import { refuseClient } from '../identity/origin.js';
import type { RecordApi } from '../control/daemon-state.js';
import { toDecider } from '../identity/decider.js';
import type { Retirement } from './retirement.js';

/**
 * Where people remove rows.
 * @param bridges pids of those that are connected: an agent does not remove what tells of it
 */
export const createRecordApi = (
  retirement: Pick<Retirement, 'prune'>,
  bridges: () => readonly number[],
  settings: () => Pick<Approvals, 'inside_clients'>,
): RecordApi => ({
  async prune(wish, peer) {
    const { uid, pid, tty, parent, insideClient } = toDecider(peer, bridges(), { hasPassphrase: false });
    const refusal = refuseClient(insideClient, settings());
    if (refusal) throw refusal;
    return retirement.prune(parseWish(wish), { uid, pid, tty, parent, insideClient });
  },
});

/** Throws MALFORMED_MESSAGE for everything else. */
function parseWish(wish: unknown): { readonly through: number; readonly hash: string } {
  const { through, hash } = isObject(wish) ? wish : {};
  if (typeof through !== 'number' || !Number.isSafeInteger(through) || typeof hash !== 'string') {
    throw new GuardError('MALFORMED_MESSAGE', 'it does not say which rows go');
  }
  return { through, hash };
}
