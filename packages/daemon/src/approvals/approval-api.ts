import { toView, type ApprovalReader } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { ApprovalApi } from '../control/daemon-state.js';
import { toDecider } from '../identity/decider.js';
import type { DecisionReader } from './decision-reader.js';
import type { TrustedKey } from './trusted-key.js';

export interface ApprovalApiParts {
  readonly deciding: DecisionReader;
  readonly key: Pick<TrustedKey, 'read' | 'remove'>;
  readonly reader: ApprovalReader;
  /** Pids of the bridges that are connected. */
  readonly bridges: () => readonly number[];
  readonly now: Clock;
}

/** Where people decide: what the control API shows of approvals, and takes. */
export const createApprovalApi = ({ deciding, key, reader, bridges, now }: ApprovalApiParts): ApprovalApi => ({
  list: (decided, limit) => reader.list({ decided, limit }).map((approval) => toView(approval, now())),
  get(id) {
    const approval = reader.find(id).find((each) => each.id === id);
    return approval && toView(approval, now());
  },
  passphraseChanged: () => void key.read(),
  giveUpPassphrase: (at, signature) => key.remove(at, signature),
  async decide(decided, peer) {
    return toView(await deciding.decide(decided, (facts) => toDecider(peer, bridges(), facts)), now());
  },
});
