import { GuardError, type Decided, type Decider, type StandingWish } from '@mcp-guard/core';
import { toStanding } from '@mcp-guard/rules';
import { findMissing, fingerprintOf, type Approval } from '@mcp-guard/store';
import { describeDecider } from './approval-entries.js';

/** Seconds. */
export interface Times {
  readonly expires_after: number;
  readonly deny_for: number;
}

/** An approval as a decision changes it. */
export interface Applied {
  readonly next: Approval;
  /** For the record: what happened, and who decided it. */
  readonly shape: string;
  readonly detail: string;
}

/**
 * Applies a decision; throws what is wrong with it.
 * @param approval as it is now; nothing if it no longer applies
 * @param at Unix milliseconds
 */
export function applyDecision(
  approval: Approval | undefined,
  decided: Decided,
  decider: Decider,
  at: number,
  { expires_after: expiresAfter, deny_for: denyFor }: Times,
): Applied {
  const { decision, by, print } = decided;
  if (!approval) throw refuse('this approval no longer applies: it was used, has expired, or was withdrawn');
  if (decision.kind !== 'revoke' && approval.state !== 'pending') throw refuse(describeDecision(approval));
  if (decision.kind === 'revoke' && approval.state === 'pending') throw refuse('this call is still undecided');
  if (print !== fingerprintOf(approval) || at < approval.createdAt)
    throw refuse('the held call has changed since it was shown');
  const common: Approval = { ...approval, decidedAt: at, decidedBy: by, decider, decision: decided };
  const who = describeDecider(by, decider);
  switch (decision.kind) {
    case 'revoke':
      return { next: { ...common, state: 'revoked', why: decision.why, endedAt: at }, shape: 'revoke', detail: who };
    case 'deny': {
      const next: Approval = { ...common, state: 'denied', why: decision.why, expiresAt: at + denyFor * 1000 };
      return { next, shape: 'deny', detail: decision.why === null ? who : `${who}: ${decision.why}` };
    }
    case 'approve': {
      if (decision.standing) return stand(common, decision.standing, who, at);
      return {
        next: { ...common, state: 'approved', expiresAt: at + expiresAfter * 1000 },
        shape: 'approve',
        detail: who,
      };
    }
  }
}

function stand(approval: Approval, { for: seconds, maxUses, same }: StandingWish, who: string, at: number): Applied {
  if (!approval.leaves) throw refuse('this call has too many arguments for a standing approval');
  if (same && findMissing(approval.leaves, same) !== undefined)
    throw refuse('this call lacks an argument that must stay the same');
  const standing = toStanding(approval, maxUses, same);
  const next: Approval = { ...approval, state: 'standing', standing, expiresAt: at + seconds * 1000 };
  return { next, shape: 'approve', detail: `${who} for ${seconds} s, at most ${maxUses} calls` };
}

/** `2026-11-21 15:04:09`, in the local time zone. */
const LOCAL = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

function describeDecision({ state, decidedBy, decidedAt }: Approval): string {
  const verb = state === 'denied' ? 'denied' : 'approved';
  const at = LOCAL.format(decidedAt ?? 0);
  return `this call was ${verb} by ${decidedBy ?? 'an unknown person'} at ${at}`;
}

const refuse = (why: string): GuardError => new GuardError('POLICY_DENIED', why);
