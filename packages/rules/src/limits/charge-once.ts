import type { ChargeLimits } from '../interceptor.js';

/**
 * Takes from limits for one message, from each limit once: a charge for a part of the message, or from before it was
 * judged again in another thread, is not taken again.
 */
export function chargeOnce(charge: ChargeLimits): ChargeLimits {
  const taken = new Set<string>();
  return (charges) => {
    const rest = charges.filter(({ key }) => !taken.has(key));
    if (rest.length === 0) return undefined;
    const excess = charge(rest);
    if (!excess) for (const { key } of rest) taken.add(key);
    return excess;
  };
}
