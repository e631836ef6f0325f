import type { Group } from './detector.js';
import { HIDDEN_KINDS } from './hidden-text.js';
import { TYPES_IN_ORDER } from './built-in.js';

export interface Type {
  /** People call it so in a sentence: `an AWS access key`. */
  readonly title: string;
  readonly group: Group;
  /** See `Detector`. */
  readonly formerly?: string | undefined;
}

/** All types that the detectors find, by their ids. */
export const TYPES: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...TYPES_IN_ORDER.map(({ id, title, group, formerly }) => [id, { title, group, formerly }] as const),
  ...Object.entries(HIDDEN_KINDS).map(([id, title]) => [id, { title, group: 'hidden_text' as const }] as const),
]);

/** The type is an order to a model, in what a server says. */
export const isOrder = (type: string): boolean => TYPES.get(type)?.group === 'orders';

/** The groups that a type is in, the nearest first: `pii.contact`, `pii`. */
export function groupsOf(group: string): readonly string[] {
  const steps = group.split('.');
  return steps.map((_, index) => steps.slice(0, steps.length - index).join('.'));
}

/** Every name of a group. */
export const GROUPS: ReadonlySet<string> = new Set(
  [...new Set(Array.from(TYPES.values(), ({ group }) => group))].flatMap(groupsOf),
);
