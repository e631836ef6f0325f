import { GuardError } from '@mcp-guard/core';
import { BUILT_IN } from '@mcp-guard/policy';
import type { ExplainedRule } from '../exchange/explained-rule.js';
import type { Reason } from '../exchange/reason.js';
import type { Charge, Verdict } from '../interceptor.js';
import { addCharge, usedOf } from '../limits/charges.js';
import { findExcess, type Cap, type Cost } from '../exchange/cost.js';
import { formatMoney } from '../spend/money.js';
import type { KnownState } from './known-state.js';

/** Describes a verdict, with one line for each rule that it names. */
export function describeVerdict(verdict: Verdict, known: KnownState): readonly ExplainedRule[] {
  switch (verdict.kind) {
    case 'block':
      return [describeRefusal(verdict.error)];
    case 'charge':
      return verdict.charges.map((charge) => describeCharge(charge, known));
    case 'demand': {
      const { cost, reasons } = verdict;
      return [...(cost ? cost.caps.map((cap) => describeCap(cost, cap, known)) : []), ...reasons.map(describeReason)];
    }
    case 'rewrite':
      return [{ rule: verdict.rule ?? BUILT_IN, verdict: 'passes', why: verdict.note }];
    case 'stamp':
      return [];
    case 'pass':
      return verdict.note === undefined ? [] : [{ rule: BUILT_IN, verdict: 'passes', why: verdict.note }];
  }
}

export const describeRefusal = ({ rule = BUILT_IN, message }: GuardError): ExplainedRule => ({
  rule,
  verdict: 'refuses',
  why: message,
});

const describeReason = ({ rule, why }: Reason): ExplainedRule => ({ rule, verdict: 'asks', why });

function describeCharge(charge: Charge, { now, ofUser }: KnownState): ExplainedRule {
  const { rule = BUILT_IN, key, limit, window } = charge;
  if (limit === 0) return { rule, verdict: 'refuses', why: 'a limit of zero lets nothing pass' };
  const words = `${limit} ${window === MINUTE ? 'a minute' : 'an hour'}`;
  if (!ofUser) return { rule, verdict: 'counts', why: words };
  const bucket = ofUser.bucketOf(key);
  const after = addCharge(charge, bucket, now);
  if (after instanceof GuardError) return { rule, verdict: 'refuses', why: `${words}: ${after.message}` };
  const used = Math.ceil(usedOf(bucket, limit, now) / window);
  return { rule, verdict: 'counts', why: `${words}, ${used === 0 ? 'none' : used} used now` };
}

const MINUTE = 60_000;

function describeCap(cost: Cost, cap: Cap, { ofUser }: KnownState): ExplainedRule {
  const { amount, currency } = cost;
  const { rule, limit, window } = cap;
  const costs = `${formatMoney(amount, currency)} of ${formatMoney(limit, currency)} ${currency}`;
  if (amount > limit) return { rule, verdict: 'refuses', why: `${costs}: more than the cap` };
  const words = `${costs} ${window === 'session' ? 'a session' : `any ${window}`}`;
  if (!ofUser || window === 'session') return { rule, verdict: 'counts', why: words };
  const spent = ofUser.spentOf(cap);
  const why = `${words}, ${formatMoney(spent, currency)} spent so far`;
  return { rule, verdict: findExcess({ ...cost, caps: [cap] }, () => spent) ? 'refuses' : 'counts', why };
}
