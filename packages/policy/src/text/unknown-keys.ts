import type { z } from 'zod';
import { findNearest } from './nearest.js';
import { RENAMED } from './renamed.js';

export function describeUnknown(key: string, known: readonly string[]): string {
  const renamed = RENAMED.get(key);
  if (renamed !== undefined) return `unknown key; here this is ${renamed}`;
  const nearest = findNearest(key, known);
  return `unknown key${nearest === undefined ? `; known here: ${known.join(', ')}` : `; did you mean ${nearest}?`}`;
}

/** The keys that the schema has at `path`, below its optionals, defaults, records and unions. */
export function knownKeysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let places: unknown[] = [schema];
  for (const step of path) {
    places = places
      .flatMap(unwrap)
      .map((def) => field(def['shape'], String(step)) ?? def['valueType'] ?? def['element']);
  }
  const shapes = places.flatMap(unwrap).map((def) => def['shape']);
  return [
    ...new Set(shapes.flatMap((shape) => (typeof shape === 'object' && shape !== null ? Object.keys(shape) : []))),
  ];
}

/** The definition of a schema without its optionals and defaults; for a union, that of each option. */
function unwrap(schema: unknown): Record<string, unknown>[] {
  const def = field(schema, 'def');
  const inner = field(def, 'innerType');
  if (inner !== undefined) return unwrap(inner);
  if (field(def, 'type') === 'pipe') return unwrap(field(def, 'out'));
  const options = field(def, 'options');
  if (Array.isArray(options)) return options.flatMap(unwrap);
  return typeof def === 'object' && def !== null ? [{ ...def }] : [];
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
