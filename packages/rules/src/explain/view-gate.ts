import { GuardError } from '@mcp-guard/core';
import type { ExplainedRule } from '../exchange/explained-rule.js';
import type { Demand } from '../pipeline.js';
import { findExcess } from '../exchange/cost.js';
import { describeRefusal } from './describe-verdict.js';
import type { KnownState } from './known-state.js';

/** The decision that the gate would make, in the order of the gate. */
export interface GateView {
  readonly outcome: 'allow' | 'block' | 'hold';
  /** Names the rule that refuses it, or the decision of people. */
  readonly said: ExplainedRule | undefined;
}

/** First the payment, then whether a person must approve it or has done so. */
export function viewGate({ call, cost, reasons }: Demand, { ofUser }: KnownState): GateView {
  const excess = cost && findExcess(cost, (cap) => (cap.window === 'session' ? 0n : (ofUser?.spentOf(cap) ?? 0n)));
  if (excess) return { outcome: 'block', said: describeRefusal(excess) };
  if (reasons.length === 0) return { outcome: 'allow', said: undefined };
  try {
    const said = ofUser?.decisionOn?.({ call, cost });
    if (said?.verdict === 'refuses') return { outcome: 'block', said };
    return { outcome: said?.verdict === 'passes' ? 'allow' : 'hold', said };
  } catch (error) {
    return { outcome: 'block', said: describeRefusal(GuardError.from(error)) };
  }
}
