import { formatMoney, parseMoney, type Money } from '../spend/money.js';

/** Calls of one user to one server that may wait for people at a time. */
export const MAX_PENDING = 20;

/** What a call costs; nothing where nothing says so. */
export type Price = { readonly amount: Money; readonly currency: string } | undefined;

/** What was written down of it. */
interface StoredPrice {
  /** A decimal. */
  readonly amount: string | null;
  readonly currency: string | null;
}

/** What calls a standing approval admits, as it was written down. */
export interface StandingLimits {
  /** JSON pointers into the arguments. `null`: everything but the amounts. */
  readonly same: readonly string[] | null;
  readonly maxUses: number;
  /** A decimal; `null` where the call costs nothing. */
  readonly maxSpend: string | null;
  readonly uses: number;
  readonly spent: string;
}

/** Of a call that people are asked about. */
export const priceOf = ({ amount, currency }: StoredPrice): Price =>
  amount === null || currency === null ? undefined : { amount: parseMoney(amount), currency };

/** What a standing approval has let pass together with one more call; `undefined` where that is too much. */
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
