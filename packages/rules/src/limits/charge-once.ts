import type { ChargeLimits } from '../interceptor.js';

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
