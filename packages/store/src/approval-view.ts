import { hash } from 'node:crypto';
import { LIVE_STATES, type Approval, type ApprovalState, type Decided } from './approval-store.js';

/** Shown as it stands in the record. */
type Told = 'id' | 'actor' | 'server' | 'tool' | 'amount' | 'currency' | 'reasons' | 'decidedBy' | 'decider' | 'why';

/** An approval as people and programs are shown it: `GET /approvals`, `approvals list --json`. Times are Unix seconds. */
export interface ApprovalView extends Pick<Approval, Told | 'standing'> {
  /** What a decision about it must name. */
  readonly print: string;
  readonly state: ApprovalState;
  /** JSON text; secrets are masked with their length. */
  readonly call: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly decidedAt: number | null;
}

/**
 * @param now Unix milliseconds: what has run out is shown so, also where no daemon runs that would record it
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
  };
}

const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

const isLive = ({ state }: Approval): boolean => LIVE_STATES.includes(state);

/** What the key of the passphrase signs: the whole decision, so that none can be made of another. */
export const toSigned = ({ approval, print, decision, by, at }: Omit<Decided, 'signature'>): string =>
  JSON.stringify(['mcp-guard decision', approval, print, decision, by, at]);

/** Hash of all that a person is shown of a held call, and of all that binds it: whoever changes the record has another one. */
export function fingerprintOf(approval: Approval): string {
  const { id, actor, server, tool, shown, amount, currency, reasons, createdAt } = approval;
  const { binding, rest, leaves, policy, definition } = approval;
  const shownFacts = [id, actor, server, tool, shown, amount, currency, reasons, createdAt];
  return hash('sha256', JSON.stringify([...shownFacts, binding, rest, leaves, policy, definition]));
}
