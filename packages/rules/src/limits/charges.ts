import { GuardError } from '@mcp-guard/core';
import type { Charge, ChargeLimits } from '../interceptor.js';

/** The used part of a limit. */
export interface Bucket {
  /** In milliseconds of the limit's window, one whole window for each request. */
  readonly used: number;
  /** The moment of that, in Unix milliseconds. */
  readonly at: number;
}

/** The used part at `now`: every millisecond gives back `limit` of a window's milliseconds. */
export const usedOf = (bucket: Bucket | undefined, limit: number, now: number): number =>
  bucket ? Math.max(0, bucket.used - (now - bucket.at) * limit) : 0;

/** Returns the used part after a charge, or why the charge is one too many. */
export function addCharge(
  { rule, limit, window, count }: Charge,
  bucket: Bucket | undefined,
  now: number,
): Bucket | GuardError {
  const used = usedOf(bucket, limit, now) + count * window;
  const excess = used - limit * window;
  return excess > 0 ? tooMany(rule, limit, count, Math.ceil(excess / limit / 1000)) : { used, at: now };
}

function tooMany(rule: string | undefined, limit: number, count: number, wait: number): GuardError {
  const options = rule === undefined ? {} : { rule };
  if (limit < count) return new GuardError('RATE_LIMITED', 'the rate limit admits no request of this kind', options);
  const message = `too many requests; ask again in ${wait} ${wait === 1 ? 'second' : 'seconds'}`;
  return new GuardError('RATE_LIMITED', message, { ...options, data: { retry_after: wait } });
}

/**
 * Takes from limits for one message, from each limit once: a charge for a part of the message, or from before it was
 * judged again in another thread, is not taken again.
 */
export function chargeOnce(charge: ChargeLimits): ChargeLimits {
  let taken: Set<string> | undefined;
  return (charges) => {
    const rest = taken ? charges.filter(({ key }) => !taken?.has(key)) : charges;
    if (rest.length === 0) return undefined;
    const excess = charge(rest);
    if (excess) return excess;
    taken ??= new Set();
    for (const { key } of rest) taken.add(key);
    return undefined;
  };
}
