import {
  GuardError,
  member,
  parseJson,
  readCall,
  toSigned,
  type ApprovalDetail,
  type ApprovalKeyView,
  type ApprovalView,
  type DecidedView,
  type Decider,
  type StandingPreview,
} from '@mcp-guard/core';
import type { ApprovalSettings } from '@mcp-guard/policy';
import { describeAdmitted, previewStanding } from '@mcp-guard/rules';
import { isSimilar, toView, type Approval, type ApprovalReader, type ApprovalStore } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import { refuseOrigin } from '../identity/origin.js';
import type { Requester } from '../identity/requester.js';
import type { Approvals } from './approvals.js';
import { insistOnDecider } from './insist-on-decider.js';
import { malformed, parseDecided, parseDecider, parseStanding } from './parse-decision.js';
import type { TrustedKey } from './trusted-key.js';

/** Calls that were held before, and that a wish is compared with. */
const MAX_PAST = 1000;

export interface ApprovalApiParts {
  readonly approvals: Approvals;
  readonly settings: () => ApprovalSettings;
  readonly key: TrustedKey;
  readonly store: ApprovalStore & ApprovalReader;
  readonly now: Clock;
}

/** The control API of approvals. It checks the decisions of people, however they arrive. */
export class ApprovalApi {
  readonly #parts: ApprovalApiParts;

  constructor(parts: ApprovalApiParts) {
    this.#parts = parts;
  }

  /** The newest first. */
  list(decided: boolean, limit: number): readonly ApprovalView[] {
    return this.#parts.store.list({ decided, limit }).map((approval) => this.#view(approval));
  }

  /** @param id the whole id */
  get(id: string): ApprovalView | undefined {
    const approval = this.#find(id);
    return approval && this.#view(approval);
  }

  /** Everything needed to decide; nothing if there is no such approval. @param client what its client says it is */
  detail(id: string, client: (approval: ApprovalView) => string | null): ApprovalDetail | undefined {
    const approval = this.get(id);
    return approval && { approval, ...readCall(approval), client: client(approval) };
  }

  /**
   * Shows what a standing approval would admit; nothing if there is no such approval. Throws MALFORMED_MESSAGE for a
   * wish that cannot be granted.
   */
  preview(id: string, query: URLSearchParams): StandingPreview | undefined {
    const approval = this.#find(id);
    return approval && toPreview(approval, this.#parts.store.past(approval, MAX_PAST), query);
  }

  /** How the page derives the key that signs decisions; `null` where none is needed. Throws if no passphrase was set. */
  signingKey(): ApprovalKeyView | null {
    const { signing } = this.#parts.key;
    if (!signing) return null;
    const { salt, N, r, p, publicKey } = signing;
    return { salt, N, r, p, publicKey };
  }

  /** Reads the passphrase that was set: the one before must vouch for it. */
  passphraseChanged(): void {
    this.#parts.key.read();
  }

  /** Throws if it was not signed with the passphrase. @param at Unix milliseconds */
  giveUpPassphrase(at: number, signature: string): void {
    this.#parts.key.remove(at, signature);
  }

  /**
   * Resolves once the decision counts; throws what is wrong with it.
   * @param value as it came
   */
  async decide(value: unknown, requester: Requester): Promise<DecidedView> {
    const { approvals, now } = this.#parts;
    const decided = parseDecided(value);
    const decider = insistOnDecider(requester, { text: toSigned(decided), signature: decided.signature }, this.#parts);
    const waits = approvals.isAwaited(decided.approval);
    return { ...this.#view(await approvals.decide(decided, decider, now())), waits };
  }

  /**
   * Takes the decisions that were written down while no daemon ran: each counts from the moment it was made, if it is valid.
   * @param onRefused gets why one does not count
   */
  async takeProposals(onRefused: (error: GuardError) => void): Promise<void> {
    const { approvals, store, now } = this.#parts;
    for (const text of store.takeProposals()) {
      try {
        const value = parseJson(text);
        const decided = parseDecided(value);
        const decider = parseDecider(
          member(value, 'decider'),
          this.#parts.key.authenticate(toSigned(decided), decided.signature),
        );
        this.#checkOrigin(decider);
        if (decided.at > now()) throw malformed('it is dated in the future');
        await approvals.decide(decided, decider, decided.at);
      } catch (thrown) {
        onRefused(GuardError.from(thrown));
      }
    }
  }

  #find(id: string): Approval | undefined {
    return this.#parts.store.find(id).find((each) => each.id === id);
  }

  #view(approval: Approval): ApprovalView {
    return toView(approval, this.#parts.now());
  }

  #checkOrigin(decider: Decider): void {
    const refusal = refuseOrigin(decider, this.#parts.settings());
    if (refusal) throw refusal;
  }
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
