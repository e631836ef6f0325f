import { GuardError } from '@mcp-guard/core';

/** Whole millionths of a currency: prices may be finer than its smallest coin. */
export type Money = bigint;

/** The maximum that the calls of a user may cost together. */
export interface Cap {
  /** The place of the cap in the configuration. */
  readonly rule: string;
  readonly limit: Money;
  readonly window: 'session' | 'hour' | 'day';
}

/** The price of a call, and all caps that it counts against. Plain data: it also goes to other threads. */
export interface Cost {
  readonly amount: Money;
  readonly currency: string;
  readonly caps: readonly Cap[];
  readonly releasedOnError: boolean;
  /** Paths of the amounts in the arguments, with `*`. */
  readonly amounts: readonly string[];
}

const MINUTE = 60_000;

/** Minutes that count, besides the current one. */
export const CAP_MINUTES = { hour: 60, day: 1440 } as const;

export const toMinute = (milliseconds: number): number => Math.floor(milliseconds / MINUTE);

/** A cap counts each user alone. */
export const capKey = ({ rule }: Pick<Cap, 'rule'>, actor: string): string => `${rule} ${actor}`;

/**
 * Why a call may not cost this; `undefined` if it may.
 * @param spentOf the spent part of a cap
 */
export function findExcess({ amount, caps }: Cost, spentOf: (cap: Cap) => Money): GuardError | undefined {
  if (amount === 0n) return undefined;
  const cap = caps.find((each) => spentOf(each) + amount > each.limit);
  if (!cap) return undefined;
  const { rule, window } = cap;
  return new GuardError('SPEND_LIMIT', `this call would exceed the ${WORDS[window]}`, { rule });
}

const WORDS = { session: 'spend cap of this session', hour: 'hourly spend cap', day: 'daily spend cap' } as const;
