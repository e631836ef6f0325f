import { hash } from 'node:crypto';
import type { ApprovalView } from '@mcp-guard/core';
import { LIVE_STATES, type Approval } from './approval-store.js';

/**
 * @param now Unix milliseconds: an expired approval is shown as such, also if no daemon runs that would record it
 */
export function toView(approval: Approval, now: number): ApprovalView {
  const { id, actor, server, tool, amount, currency, reasons, decidedBy, decider, why, standing } = approval;
  const { shown, createdAt, expiresAt, decidedAt } = approval;
  return {
    id,
    print: fingerprintOf(approval),
    state: isLive(approval) && expiresAt <= now ? 'expired' : approval.state,
    actor,
    server,
    tool,
    call: shown,
    amount,
    currency,
    reasons,
    createdAt: toSeconds(createdAt),
    expiresAt: toSeconds(expiresAt),
    decidedAt: decidedAt === null ? null : toSeconds(decidedAt),
    decidedBy,
    decider,
    why,
    standing,
    asked: approval.asked,
  };
}

const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

const isLive = ({ state }: Approval): boolean => LIVE_STATES.includes(state);

/** Hash of all that a person is shown of a held call and of all that binds it: any change of the record changes it. */
export function fingerprintOf(approval: Approval): string {
  const { id, actor, server, tool, shown, amount, currency, reasons, createdAt } = approval;
  const { binding, rest, leaves, policy, definition } = approval;
  const shownFacts = [id, actor, server, tool, shown, amount, currency, reasons, createdAt];
  return hash('sha256', JSON.stringify([...shownFacts, binding, rest, leaves, policy, definition]));
}
