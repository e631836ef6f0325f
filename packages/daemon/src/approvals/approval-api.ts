import type { ApprovalKeyView, ApprovalView } from '@mcp-guard/core';
import { toView, type ApprovalReader } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { Requester } from '../identity/requester.js';
import type { DecisionReader } from './decision-reader.js';
import type { TrustedKey } from './trusted-key.js';

/** What the control API shows of approvals and takes from people. */
export interface ApprovalApi {
  /** The newest first. */
  list(decided: boolean, limit: number): readonly ApprovalView[];
  /** @param id the whole id */
  get(id: string): ApprovalView | undefined;
  /** How the page derives the key that signs decisions; `null` where none is needed. Throws if no passphrase was set. */
  signingKey(): ApprovalKeyView | null;
  /** Reads the passphrase that was set: the one before must vouch for it. */
  passphraseChanged(): void;
  /** Throws if it was not signed with the passphrase. @param at Unix milliseconds */
  giveUpPassphrase(at: number, signature: string): void;
  /**
   * Resolves once the decision counts; throws what is wrong with it.
   * @param decided as it came
   */
  decide(decided: unknown, requester: Requester): Promise<ApprovalView>;
}

export interface ApprovalApiParts {
  readonly decisions: DecisionReader;
  readonly key: Pick<TrustedKey, 'read' | 'remove' | 'signing'>;
  readonly reader: ApprovalReader;
  readonly now: Clock;
}

export const createApprovalApi = ({ decisions, key, reader, now }: ApprovalApiParts): ApprovalApi => ({
  list: (decided, limit) => reader.list({ decided, limit }).map((approval) => toView(approval, now())),
  get(id) {
    const approval = reader.find(id).find((each) => each.id === id);
    return approval && toView(approval, now());
  },
  signingKey() {
    if (!key.signing) return null;
    const { salt, N, r, p, publicKey } = key.signing;
    return { salt, N, r, p, publicKey };
  },
  passphraseChanged: () => void key.read(),
  giveUpPassphrase: (at, signature) => key.remove(at, signature),
  async decide(decided, requester) {
    return toView(await decisions.decide(decided, (facts) => requester.decider(facts)), now());
  },
});
