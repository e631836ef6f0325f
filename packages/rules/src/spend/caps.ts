import { GuardError } from '@mcp-guard/core';
import type { Cap } from './compile.js';
import type { Money } from './money.js';
import type { Cost } from './spend-rules.js';

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
