import {
  GuardError,
  safe,
  type ApprovalState,
  type ApprovalView,
  type DecidedView,
  type Decision,
} from '@mcp-guard/core';
import { formatDuration } from '../output/duration.js';
import { formatMoment } from '../output/moment.js';

/** Which decisions are possible in which states; the daemon checks it again. */
const DECIDABLE: Readonly<Record<Decision['kind'], readonly ApprovalState[]>> = {
  approve: ['pending'],
  deny: ['pending'],
  revoke: ['approved', 'standing', 'denied'],
};

/** Throws POLICY_DENIED, with the outcome, if there is nothing left to decide. */
export function checkDecidable(view: ApprovalView, kind: Decision['kind']): void {
  if (DECIDABLE[kind].includes(view.state)) return;
  throw new GuardError('POLICY_DENIED', `approval ${describeOutcome(view)}`);
}

/** `4f2a91c07b3d5e68 was denied by anna at 15:04: not this month`; safe to print. */
export function describeOutcome(view: ApprovalView): string {
  const { id, state, decidedBy, decidedAt, why } = view;
  const by = decidedBy === null ? '' : ` by ${safe(decidedBy, 64)}`;
  const at = decidedAt === null ? '' : ` at ${formatMoment(decidedAt * 1000)}`;
  const because = why === null ? '' : `: ${safe(why, 200)}`;
  const words: Readonly<Record<ApprovalState, string>> = {
    pending: 'is not decided yet',
    approved: `was approved${by}${at}`,
    standing: `was approved${by}${at}, with calls like it`,
    denied: `was denied${by}${at}${because}`,
    used: `was approved${by}${at}, and the call was sent`,
    expired: `expired at ${formatMoment(view.expiresAt * 1000)}`,
    withdrawn: `is no longer needed${because}`,
    revoked: `was revoked${by}${at}${because}`,
  };
  return `${id} ${words[state]}`;
}

/** The outcome of a decision, and what happens next. */
export function describeDecided(view: DecidedView): string {
  const { state, waits } = view;
  const approved = waits ? 'the call is sent now' : 'tell the agent to go on: its next try of the same call is sent';
  const next: Readonly<Partial<Record<ApprovalState, string>>> = {
    approved,
    standing: approved,
    used: approved,
    denied: waits ? 'the agent hears of it now' : 'the agent hears of it at its next try',
  };
  return [describeOutcome(view), ...(next[state] === undefined ? [] : [next[state]])].join('; ');
}

/** When it ends or ended; `-` if something other than time has ended it. */
export function describeEnd({ state, expiresAt }: Pick<ApprovalView, 'state' | 'expiresAt'>, now: number): string {
  if (['used', 'withdrawn', 'revoked'].includes(state)) return '-';
  const left = expiresAt * 1000 - now;
  return left > 0 ? `in ${formatDuration(left)}` : `${formatDuration(-left)} ago`;
}
