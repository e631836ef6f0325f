import { GuardError } from '@mcp-guard/core';
import { readApprovalKey, toRemoval, verifyDecision, type ApprovalKey } from '@mcp-guard/core/approval-key';
import { toStanding } from '@mcp-guard/rules';
import {
  emptyEntry,
  isVouchedFor,
  PASSPHRASE_RULE,
  readSigningKey,
  type Approval,
  type ApprovalStore,
  type AuditEntry,
} from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';

export interface TrustedKeyParts {
  /** File of the key that the passphrase makes. */
  readonly path: string;
  /** The configuration requires a passphrase. */
  readonly isWanted: () => boolean;
  readonly now: Clock;
  readonly store: Pick<ApprovalStore, 'trustedKey' | 'trustKey'>;
  readonly record: (entry: AuditEntry) => void;
}

/** How long a signed removal of the passphrase is valid, in milliseconds, so that it cannot be replayed another day. */
const REMOVAL_COUNTS = 60_000;

/**
 * The key that decisions are signed with. The first one that is set is remembered, and another one counts only if the
 * passphrase before it vouches for it: a program that replaces the file can decide nothing.
 */
export class TrustedKey {
  readonly #parts: TrustedKeyParts;
  #wasWanted = false;

  constructor(parts: TrustedKeyParts) {
    this.#parts = parts;
  }

  /**
   * Decisions need the passphrase. An edit of the configuration cannot switch it off: only the passphrase itself can
   * or, if it was lost, a start at a terminal.
   */
  get isRequired(): boolean {
    this.#wasWanted ||= this.#parts.isWanted();
    return this.#wasWanted || this.#parts.store.trustedKey() !== undefined;
  }

  /** No decision can be made until somebody sets a passphrase. */
  get isMissing(): boolean {
    return this.isRequired && !readApprovalKey(this.#parts.path);
  }

  /** Remembers the key that was set, if one is required and was set. */
  adopt(): void {
    if (this.isRequired && readApprovalKey(this.#parts.path)) this.read();
  }

  /** Throws if no passphrase was set, or if the one before does not vouch for it. */
  read(): string {
    const { path, store } = this.#parts;
    const trusted = store.trustedKey();
    const key = readSigningKey(path, trusted);
    if (trusted === key) return trusted;
    store.trustKey(key);
    this.#report(
      trusted === undefined ? 'a passphrase for approvals was set' : 'the passphrase for approvals was changed',
    );
    return key;
  }

  /** How decisions are signed; nothing where they are not. Throws if no passphrase was set, or it is another's. */
  get signing(): ApprovalKey | undefined {
    if (!this.isRequired) return undefined;
    this.read();
    return readApprovalKey(this.#parts.path);
  }

  /**
   * Returns whether the passphrase has signed a text; false where decisions need none. Throws UNAUTHENTICATED if it has
   * not, and is required.
   */
  authenticate(text: string, signature: string | null): boolean {
    if (!this.isRequired) return false;
    if (signature !== null && verifyDecision(this.read(), text, signature)) return true;
    throw new GuardError('UNAUTHENTICATED', 'a decision needs the passphrase', {
      rule: PASSPHRASE_RULE,
      ...(!this.#parts.isWanted() && {
        hint: {
          words: 'an edit does not switch approvals.passphrase off:',
          command: 'mcp-guard approvals passphrase --off',
        },
      }),
    });
  }

  /** The passphrase has signed this approval as it stands, whatever the database says. */
  vouchesFor(approval: Approval): boolean {
    return isVouchedFor(
      approval,
      () => this.read(),
      (asked, { maxUses, same }) => toStanding(asked, maxUses, same),
    );
  }

  /**
   * Gives the passphrase up, once the configuration no longer requires it.
   * @param at Unix milliseconds, when it was signed
   * @param signature of `toRemoval`
   */
  remove(at: number, signature: string): void {
    const { isWanted, now, store } = this.#parts;
    if (isWanted()) {
      throw new GuardError('POLICY_DENIED', 'the configuration requires a passphrase', { rule: PASSPHRASE_RULE });
    }
    const key = this.read();
    const isFresh = Math.abs(now() - at) <= REMOVAL_COUNTS;
    if (!isFresh || !verifyDecision(key, toRemoval(key, at), signature)) {
      throw new GuardError('UNAUTHENTICATED', 'only the passphrase itself can give it up', { rule: PASSPHRASE_RULE });
    }
    this.#wasWanted = false;
    store.trustKey(undefined);
    this.#report('the passphrase for approvals was given up, with the passphrase');
  }

  /** If no passphrase is required, its file is gone and a person started the daemon, a lost one can be replaced. */
  forget(): void {
    const { path, isWanted, store } = this.#parts;
    if (isWanted() || store.trustedKey() === undefined || readApprovalKey(path)) return;
    store.trustKey(undefined);
    this.#report('the passphrase for approvals was given up, without the passphrase');
  }

  #report(detail: string): void {
    this.#parts.record({ ...emptyEntry('approval', 'passphrase'), warn: true, detail });
  }
}
