import type { Standing } from '@mcp-guard/core';
import { formatMoney, parseMoney, type Money } from '@mcp-guard/rules';
import type { Approval } from '@mcp-guard/store';

/** What a call costs; nothing if no rule says so. */
export type Price = { readonly amount: Money; readonly currency: string } | undefined;

/** Of a call that people are asked about. */
export const priceOf = ({ amount, currency }: Pick<Approval, 'amount' | 'currency'>): Price =>
  amount === null || currency === null ? undefined : { amount: parseMoney(amount), currency };

/** What a standing approval has let pass together with one more call; `undefined` where that is too much. */
export function spentWith({ spent, maxSpend }: Standing, currency: string | null, cost: Price): string | undefined {
  if (maxSpend === null) return cost && cost.amount > 0n ? undefined : spent;
  if (!cost || cost.currency !== currency) return undefined;
  const sum = parseMoney(spent) + cost.amount;
  return sum <= parseMoney(maxSpend) ? formatMoney(sum, cost.currency) : undefined;
}

export const toStanding = (
  { amount, currency }: Approval,
  maxUses: number,
  same: readonly string[] | null,
): Standing => ({
  same,
  maxUses,
  maxSpend: amount === null || currency === null ? null : formatMoney(parseMoney(amount) * BigInt(maxUses), currency),
  uses: 0,
  spent: '0',
});
