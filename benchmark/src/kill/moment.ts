import type { Random } from '../security/harness/random.js';

/** When a daemon is killed: once so many calls were answered in this round, or so long after it was started. */
export type Moment = { readonly answers: number } | { readonly milliseconds: number };

const MOST_ANSWERS = 150;
/** Long enough to strike while it takes up what the last one left, and while it serves its first calls. */
const LONGEST = 600;

export const drawMoment = (random: Random): Moment =>
  random.below(2) === 0 ? { answers: random.between(1, MOST_ANSWERS) } : { milliseconds: random.between(0, LONGEST) };
