import { GuardError, isCall, type ErrorCode, type JsonValue } from '@mcp-guard/core';
import type { Layers } from '@mcp-guard/policy';
import { answersIn } from '../arguments/argument-values.js';
import type { Cost, Money } from '../exchange/cost.js';
import { isToolCall, toolOf } from '../extensions/methods.js';
import type { Reason } from '../exchange/reason.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { CallReader, type PaidCall } from './call-reader.js';
import { compileSpend, type PaidTool, type SpendLayer } from './compile.js';
import { formatMoney } from './money.js';

/** Names the price of a call and refuses it if it exceeds a cap by itself; the daemon knows the rest of the caps for all sessions. */
export const spend: CreateInterceptor = ({ layers }) => {
  const rules = new SpendRules(layers);
  if (rules.areNone) return undefined;
  return {
    name: 'spend',
    toServer(message) {
      if (!isCall(message) || !isToolCall(message)) return PASS;
      const { params, bytes } = message;
      const verdict = rules.judge({ tool: toolOf(message), params, bytes });
      if (verdict.kind === 'free') return PASS;
      if (verdict.kind === 'costs') return { kind: 'demand', cost: verdict.cost, reasons: verdict.reasons };
      return block(new GuardError(verdict.code, verdict.why, { rule: verdict.rule }));
    },
  };
};

export type SpendVerdict =
  | { readonly kind: 'free' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly rule: string; readonly why: string }
  | { readonly kind: 'costs'; readonly cost: Cost; readonly reasons: readonly Reason[] };

/** The prices and caps of calls for a session's user. If several lines name a tool, the most expensive one counts. */
export class SpendRules {
  readonly #layers: readonly SpendLayer[];
  readonly #tools: readonly PaidTool[];

  constructor(layers: Pick<Layers, 'spend'>) {
    this.#layers = layers.spend.map(compileSpend);
    this.#tools = this.#layers.flatMap(({ tools }) => tools);
  }

  /** No call costs anything. */
  get areNone(): boolean {
    return this.#tools.length === 0;
  }

  judge(call: PaidCall): SpendVerdict {
    const { tool } = call;
    const about = this.#tools.filter(({ isFor }) => tool === undefined || isFor(tool));
    const answers = answersIn(call.params);
    if (about.length === 0) return { kind: 'free' };
    if (!answers)
      return refuse(
        'POLICY_DENIED',
        about[0]?.place ?? '',
        'the responses of this call cannot be read in one way only',
      );
    const reader = new CallReader(call, answers);
    let amount = 0n;
    for (const line of about) {
      const found = reader.read(line);
      if (typeof found === 'string') return refuse('POLICY_DENIED', line.place, found);
      if (found.amount > amount) amount = found.amount;
      const refused = this.#refuseVendors(line, found.vendors, tool === undefined);
      if (refused) return refused;
    }
    if (tool === undefined && !reader.hasAmount) return { kind: 'free' };
    return this.#limit(about, amount);
  }

  /** Caps for one call, and caps for all calls together. */
  #limit(about: readonly PaidTool[], amount: Money): SpendVerdict {
    const [{ currency } = { currency: '' }] = about;
    const reasons: Reason[] = [];
    const binding = this.#layers.filter((layer) => hasLimit(layer));
    const other = [...about, ...binding].find((each) => each.currency !== currency);
    if (other) return refuse('SPEND_LIMIT', other.place, 'this call is in another currency than its cap');
    for (const { place, perCall, approveAbove } of binding) {
      if (perCall !== undefined && amount > perCall)
        return refuse('SPEND_LIMIT', `${place}.max_per_call`, 'this call exceeds the cap for one call');
      if (approveAbove !== undefined && amount > approveAbove) {
        const why = `it costs more than ${formatMoney(approveAbove, currency)} ${currency}`;
        reasons.push({ rule: `${place}.require_approval_above`, why });
      }
    }
    const cost: Cost = {
      amount,
      currency,
      caps: binding.flatMap(({ caps }) => caps),
      releasedOnError: about.every(({ releasedOnError }) => releasedOnError),
      amounts: about.flatMap((line) => line.amount?.path ?? []),
    };
    return { kind: 'costs', cost, reasons };
  }

  #refuseVendors(line: PaidTool, vendors: readonly JsonValue[], isContinued: boolean): SpendVerdict | undefined {
    for (const { place, blocked, allowed } of this.#layers) {
      if (vendors.some((vendor) => blocked.refuses(vendor) !== undefined))
        return refuse('POLICY_DENIED', `${place}.block_vendors`, 'this vendor is blocked');
      if (!allowed.restricts || (isContinued && vendors.length === 0)) continue;
      if (!line.vendor) return refuse('POLICY_DENIED', `${place}.allow_vendors`, 'the vendor of this call is unclear');
      if (vendors.some((vendor) => allowed.refuses(vendor) !== undefined))
        return refuse('POLICY_DENIED', `${place}.allow_vendors`, 'this vendor is not among the allowed ones');
    }
    return undefined;
  }
}

const refuse = (code: ErrorCode, rule: string, why: string): SpendVerdict => ({ kind: 'refused', code, rule, why });

const hasLimit = ({ caps, perCall, approveAbove }: SpendLayer): boolean =>
  caps.length > 0 || perCall !== undefined || approveAbove !== undefined;
