import {
  readCall,
  type ApprovalDetail,
  type ApprovalKeyView,
  type ApprovalView,
  type StandingPreview,
} from '@mcp-guard/core';
import { describeAdmitted, previewStanding } from '@mcp-guard/rules';
import { isSimilar, toView, type Approval, type ApprovalReader } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { Requester } from '../identity/requester.js';
import { parseStanding, type DecisionReader } from './decision-reader.js';
import type { TrustedKey } from './trusted-key.js';

/** The control API of approvals. */
export interface ApprovalApi {
  /** The newest first. */
  list(decided: boolean, limit: number): readonly ApprovalView[];
  /** @param id the whole id */
  get(id: string): ApprovalView | undefined;
  /** Everything needed to decide; nothing if there is no such approval. @param client what its client says it is */
  detail(id: string, client: (approval: ApprovalView) => string | null): ApprovalDetail | undefined;
  /**
   * Shows what a standing approval would admit; nothing if there is no such approval. Throws MALFORMED_MESSAGE for a
   * wish that cannot be granted.
   */
  preview(id: string, query: URLSearchParams): StandingPreview | undefined;
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

/** Calls that were held before, and that a wish is compared with. */
const MAX_PAST = 1000;

export function createApprovalApi({ decisions, key, reader, now }: ApprovalApiParts): ApprovalApi {
  const find = (id: string): Approval | undefined => reader.find(id).find((each) => each.id === id);
  return {
    list: (decided, limit) => reader.list({ decided, limit }).map((approval) => toView(approval, now())),
    get(id) {
      const approval = find(id);
      return approval && toView(approval, now());
    },
    detail(id, client) {
      const approval = this.get(id);
      return approval && { approval, ...readCall(approval), client: client(approval) };
    },
    preview(id, query) {
      const approval = find(id);
      return approval && toPreview(approval, reader.past(approval, MAX_PAST), query);
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
  };
}

function toPreview(approval: Approval, past: readonly Approval[], query: URLSearchParams): StandingPreview {
  const same = query.getAll('same');
  const asked = {
    for: Number(query.get('for')),
    maxUses: Number(query.get('max')),
    same: same.length > 0 ? same : null,
  };
  const wish = parseStanding(asked);
  if (!wish) throw new Error('a wish that is none');
  const { limits, matches, others } = previewStanding(approval, past, wish, isSimilar);
  const minutes = Math.round(wish.for / 60);
  const time = `for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return { admits: describeAdmitted(approval, limits, time), matches, past: others };
}
