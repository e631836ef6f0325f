import type { Money } from '../exchange/cost.js';
import { formatMoney, parseMoney } from '../spend/money.js';

/** Calls of one user to one server that may wait for people at a time. */
export const MAX_PENDING = 20;

/** The price of a call; nothing if no rule names one. */
export type Price = { readonly amount: Money; readonly currency: string } | undefined;

interface StoredPrice {
  /** A decimal. */
  readonly amount: string | null;
  readonly currency: string | null;
}

/** The calls that a standing approval admits, as it is stored. */
export interface StandingLimits {
  /** JSON pointers into the arguments. `null`: everything except the amounts. */
  readonly same: readonly string[] | null;
  readonly maxUses: number;
  /** A decimal; `null` if the call costs nothing. */
  readonly maxSpend: string | null;
  readonly uses: number;
  readonly spent: string;
}

/** The price of a call that people are asked about. */
export const priceOf = ({ amount, currency }: StoredPrice): Price =>
  amount === null || currency === null ? undefined : { amount: parseMoney(amount), currency };

/** The total that a standing approval has let pass with one more call; `undefined` if that is too much. */
export function spentWith(
  { spent, maxSpend }: StandingLimits,
  currency: string | null,
  cost: Price,
): string | undefined {
  if (maxSpend === null) return cost && cost.amount > 0n ? undefined : spent;
  if (!cost || cost.currency !== currency) return undefined;
  const sum = parseMoney(spent) + cost.amount;
  return sum <= parseMoney(maxSpend) ? formatMoney(sum, cost.currency) : undefined;
}

export const toStanding = (
  { amount, currency }: StoredPrice,
  maxUses: number,
  same: readonly string[] | null,
): StandingLimits => ({
  same,
  maxUses,
  maxSpend: amount === null || currency === null ? null : formatMoney(parseMoney(amount) * BigInt(maxUses), currency),
  uses: 0,
  spent: '0',
});
