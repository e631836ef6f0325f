/** Unix milliseconds, never running back. */
export type Clock = () => number;

/** Continues the wall clock of the start without its jumps; stands still while the machine sleeps. */
export const monotonicNow: Clock = () => performance.timeOrigin + performance.now();

/**
 * Follows the wall clock, also after the machine has slept, but never back: setting the clock back makes nothing young
 * again.
 */
export function createClock(wall: Clock = Date.now, elapsed: Clock = () => performance.now()): Clock {
  let [now, at] = [wall(), elapsed()];
  return () => {
    const later = elapsed();
    now = Math.floor(Math.max(wall(), now + (later - at)));
    at = later;
    return now;
  };
}
