const FIRST = 1000;
const FACTOR = 1.5;
const MOST = 30_000;
/** The shortest delay that a server may ask for. */
const LEAST_ASKED = 50;
const MOST_ASKED = 60_000;

/**
 * How long to wait before a stream is opened again, in milliseconds: what the server asked for, else a random part of a time
 * that grows with every attempt in vain, so that many clients do not come back together.
 */
export function toDelay(attempt: number, asked: number | undefined, random: () => number): number {
  if (asked !== undefined && attempt === 0) return Math.min(Math.max(asked, LEAST_ASKED), MOST_ASKED);
  return Math.max(random() * Math.min(FIRST * FACTOR ** attempt, MOST), Math.min(asked ?? 0, MOST_ASKED));
}
