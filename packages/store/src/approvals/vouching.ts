import { isDeepStrictEqual } from 'node:util';
import { GuardError, toSigned, type Standing, type StandingWish } from '@mcp-guard/core';
import { isEndorsed, readApprovalKey, verifyDecision } from '@mcp-guard/core/approval-key';
import { fingerprintOf } from './approval-view.js';
import type { Approval } from './approval-store.js';

/** The configuration asks for a passphrase here. */
export const PASSPHRASE_RULE = 'approvals.passphrase';
/** The most of `approvals.expires_after`, in seconds. */
const MAX_EXPIRY = 604_800;

/**
 * The public key that decisions are signed with.
 * Throws if no passphrase was set, or if the one before does not vouch for it.
 * @param path of the file of the key
 * @param trusted what the record trusts so far
 */
export function readSigningKey(path: string, trusted: string | undefined): string {
  const key = readApprovalKey(path);
  if (!key) {
    throw new GuardError('POLICY_DENIED', 'no passphrase has been set, so nothing can be decided', {
      hint: { command: 'mcp-guard approvals passphrase' },
      rule: PASSPHRASE_RULE,
    });
  }
  if (trusted === undefined || trusted === key.publicKey || isEndorsed(key, trusted)) return key.publicKey;
  const why = 'the passphrase was replaced without the one before; nothing can be decided';
  throw new GuardError('POLICY_DENIED', why, { rule: PASSPHRASE_RULE });
}

/**
 * The passphrase has signed this approval as it stands, whatever the database says.
 * @param grant what a wish for a standing approval admits
 */
export function isVouchedFor(
  approval: Approval,
  publicKey: () => string,
  grant: (approval: Approval, wish: StandingWish) => Standing,
): boolean {
  const { id, decision: decided, standing, expiresAt } = approval;
  if (!decided || decided.signature === null || decided.decision.kind !== 'approve') return false;
  const { standing: wish } = decided.decision;
  const isAsSigned =
    decided.approval === id &&
    decided.print === fingerprintOf(approval) &&
    expiresAt <= decided.at + (wish?.for ?? MAX_EXPIRY) * 1000 &&
    isDeepStrictEqual(standing && limitsOf(standing), wish && limitsOf(grant(approval, wish)));
  return isAsSigned && verifyDecision(publicKey(), toSigned(decided), decided.signature);
}

/** The signed part of a standing approval; the daemon counts how much of it is used up. */
const limitsOf = ({ same, maxUses, maxSpend }: Standing) => ({ same, maxUses, maxSpend });
