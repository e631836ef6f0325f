/**
 * How much it takes until a message that names a place is stopped.
 * `firm`: it is not known to only look. `worded`: as firm where the place is named as a path; a single
 * word may mean anything. `loose`: it is known to move, copy or delete.
 */
export type Strength = 'firm' | 'worded' | 'loose';

/** A message may look at this and not replace it. */
export interface Hold {
  readonly strength: Strength;
  /** `program` may also be run. A person is asked about what is of a `project`; all else is refused. */
  readonly of: 'guard' | 'program' | 'project';
}

const STRENGTHS: readonly Strength[] = ['loose', 'worded', 'firm'];

export const isStronger = (hold: Hold, other: Hold): boolean =>
  STRENGTHS.indexOf(hold.strength) > STRENGTHS.indexOf(other.strength);
