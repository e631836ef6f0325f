import { memoize, type JsonValue } from '@mcp-guard/core';
import { type RuleSource, AccessList, type Spend } from '@mcp-guard/policy';
import { toSteps, type Step } from '../arguments/argument-values.js';
import type { Cap, Money } from '../exchange/cost.js';
import { parseConfigured } from './money.js';

type ToolRule = Spend['tools'][string];

/** One line of `tools`. */
export interface PaidTool {
  readonly place: string;
  readonly currency: string;
  readonly isFor: (tool: JsonValue) => boolean;
  readonly amount:
    | { readonly path: string; readonly steps: readonly Step[]; readonly unit: 'major' | 'minor' }
    | undefined;
  readonly price: Money;
  readonly vendor: readonly Step[] | undefined;
  readonly named: readonly Step[] | undefined;
  readonly releasedOnError: boolean;
}

export interface SpendLayer {
  readonly place: string;
  readonly currency: string;
  readonly tools: readonly PaidTool[];
  readonly caps: readonly Cap[];
  readonly perCall: Money | undefined;
  readonly approveAbove: Money | undefined;
  readonly blocked: AccessList;
  readonly allowed: AccessList;
}

/** Compiled once, however many sessions and roles they bind. */
export const compileSpend: (placed: RuleSource<Spend>) => SpendLayer = memoize(compileLayer);

function compileLayer({ source: place, rules }: RuleSource<Spend>): SpendLayer {
  const { currency, max_per_call: perCall, require_approval_above: approveAbove } = rules;
  const caps: readonly (readonly [Cap['window'], keyof Spend, number | string | null])[] = [
    ['session', 'max_per_session', rules.max_per_session],
    ['hour', 'max_per_hour', rules.max_per_hour],
    ['day', 'max_per_day', rules.max_per_day],
  ];
  return {
    place,
    currency,
    tools: Object.entries(rules.tools).map(([pattern, rule]) => compileTool(pattern, rule, `${place}.tools`, currency)),
    caps: caps.flatMap(([window, key, limit]) =>
      limit === null ? [] : [{ rule: `${place}.${key}`, limit: parseConfigured(limit, 'down'), window }],
    ),
    perCall: perCall === null ? undefined : parseConfigured(perCall, 'down'),
    approveAbove: approveAbove === null ? undefined : parseConfigured(approveAbove, 'down'),
    blocked: new AccessList('', 'vendors', null, rules.block_vendors),
    allowed: new AccessList('', 'vendors', rules.allow_vendors, []),
  };
}

function compileTool(pattern: string, rule: ToolRule, place: string, currency: string): PaidTool {
  // A line binds its tool as a deny list would: in every spelling of the name.
  const tools = new AccessList('', 'tools', null, [pattern]);
  const amount = 'amount' in rule ? { path: rule.amount, steps: toSteps(rule.amount), unit: rule.unit } : undefined;
  return {
    place: `${place}.${pattern}`,
    currency,
    isFor: (tool) => tools.refuses(tool) !== undefined,
    amount,
    price: 'price' in rule ? parseConfigured(rule.price, 'up') : 0n,
    vendor: rule.vendor === undefined ? undefined : toSteps(rule.vendor),
    named: 'currency' in rule && rule.currency !== undefined ? toSteps(rule.currency) : undefined,
    releasedOnError: rule.release_on_error,
  };
}
