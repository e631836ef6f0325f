import { GuardError } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import { MAX_PENDING, ruleOfApproval, spentWith, type AskedCall, type ExplainedRule } from '@mcp-guard/rules';
import { isSimilar, type Approval } from '@mcp-guard/store';

export interface DecisionOptions {
  /** The approvals of one user and one server, the oldest first. */
  readonly approvals: readonly Approval[];
  /** Unix milliseconds. */
  readonly now: number;
  /** The definition that the server last sent of a tool, as a hash. Throws if that is not known. */
  readonly definitionOf: (tool: string) => string | null;
  /** A person has certainly made it. Throws if that cannot be checked. */
  readonly isGiven: (approval: Approval) => boolean;
}

/**
 * Finds the decision of a person about a call as the daemon would; nothing if the call would be held now. Throws why it
 * cannot be held.
 */
export function findDecision({ call, cost }: AskedCall, options: DecisionOptions): ExplainedRule | undefined {
  const { approvals, now, definitionOf, isGiven } = options;
  const definition = definitionOf(call.tool);
  const live = approvals.filter(({ expiresAt }) => expiresAt > now);
  const counts = (approval: Approval): boolean =>
    approval.policy === call.policy &&
    approval.definition === definition &&
    (approval.state === 'pending' || isGiven(approval));
  const asked = live.findLast(({ state, binding }) => state !== 'standing' && binding === call.binding);
  if (asked?.state === 'denied') return say(asked, 'refuses', 'a person has denied this call');
  const said = asked && counts(asked) ? asked : undefined;
  if (said?.state === 'approved') return say(said, 'passes', 'a person lets this call pass once');
  const tool = mask(call.tool);
  for (const approval of live) {
    const { standing, currency } = approval;
    if (approval.state !== 'standing' || !standing || approval.tool !== tool || !counts(approval)) continue;
    if (!isSimilar(approval, call, standing.same) || spentWith(standing, currency, cost) === undefined) continue;
    const { uses, maxUses } = standing;
    return say(approval, 'passes', `a person lets calls like this one pass, ${uses} of ${maxUses} used`);
  }
  if (said) return say(said, 'asks', 'this call waits for a person already');
  const waiting = live.filter(({ state }) => state === 'pending').length;
  if (waiting < MAX_PENDING) return undefined;
  throw new GuardError('RATE_LIMITED', `${waiting} calls wait for a person already; ask for fewer`);
}

const say = ({ id }: Approval, verdict: ExplainedRule['verdict'], why: string): ExplainedRule => ({
  rule: ruleOfApproval(id),
  verdict,
  why,
});
