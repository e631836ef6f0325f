import type { DaemonStatus, PruneReport, StopReport } from '@mcp-guard/core';
import type { ApprovalView } from '@mcp-guard/store';
import type { PeerCredentials } from '../identity/peer-credentials.js';

/** What the control API may see and do. */
export interface DaemonState {
  status(): DaemonStatus;
  readonly approvals: ApprovalApi;
  readonly record: RecordApi;
  /** Resolves when the sessions have ended; the process ends after that. */
  stop(): Promise<StopReport>;
}

/** Where people remove rows. */
export interface RecordApi {
  /**
   * Resolves once the rows are gone; throws why they stay.
   * @param wish as it came
   */
  prune(wish: unknown, peer: PeerCredentials): Promise<PruneReport>;
}

/** Where people decide. */
export interface ApprovalApi {
  /** The newest first. */
  list(decided: boolean, limit: number): readonly ApprovalView[];
  /** @param id the whole id */
  get(id: string): ApprovalView | undefined;
  /** Looks at the passphrase that was set: one is trusted only by way of the one before. */
  passphraseChanged(): void;
  /** Throws where it was not signed with the passphrase. @param at Unix milliseconds */
  giveUpPassphrase(at: number, signature: string): void;
  /**
   * Resolves once the decision counts; throws what is wrong with it.
   * @param decided as it came
   */
  decide(decided: unknown, peer: PeerCredentials): Promise<ApprovalView>;
}
