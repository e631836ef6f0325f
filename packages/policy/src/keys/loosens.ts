import { z } from 'zod';

/**
 * Which change of a key allows more than before.
 *
 * - `more`, `less`: a greater or a smaller number; no number is no limit. Of an object, each of its numbers.
 * - `true`, `false`: the switch at this value.
 * - `more entries`: of what is allowed; no list allows all.
 * - `more entries, or none`: the same where an empty list allows all.
 * - `fewer entries`: of what is refused, or of what binds. Entries that stay are compared by what their values declare.
 * - `any change`: what cannot be compared.
 * - `nothing`: no value of it allows more.
 * - a list: its values from the strictest to the loosest. No value at all is a default that is not known here.
 */
export type Looser =
  | 'more'
  | 'less'
  | 'true'
  | 'false'
  | 'more entries'
  | 'more entries, or none'
  | 'fewer entries'
  | 'any change'
  | 'nothing'
  | readonly string[];

export interface Loosening {
  readonly looser: Looser;
  /** The text after the key's place instead of the changed value, if that value is a secret or says too little. */
  readonly words?: string;
}

/** Every key of the configuration is in it, or stands below one that is; a test demands it. */
export const loosens = z.registry<Loosening>();

/** Finds what a key declares, below its optionals and defaults. */
export function looseningOf(schema: z.core.$ZodType): Loosening | undefined {
  const own = loosens.get(schema);
  if (own) return own;
  const inner = innerOf(schema);
  return inner && looseningOf(inner);
}

/** The schema itself, without its optionals and defaults. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = innerOf(schema);
  return inner ? bare(inner) : schema;
}

/** The keys of an object, or of each option of a union, below its optionals and defaults; nothing where it has none. */
export function keysOf(
  schema: z.core.$ZodType,
): readonly (readonly [key: string, schema: z.core.$ZodType])[] | undefined {
  const object = bare(schema);
  if (object instanceof z.ZodUnion) {
    const options = object.options.map(keysOf);
    return options.includes(undefined) ? undefined : options.flatMap((keys) => keys ?? []);
  }
  if (!(object instanceof z.ZodObject)) return undefined;
  const shape: z.core.$ZodShape = object.shape; // oxlint-disable-line typescript/no-unsafe-assignment -- what every object has
  return Object.entries(shape);
}

const innerOf = (schema: z.core.$ZodType): z.core.$ZodType | undefined =>
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodNullable ||
  schema instanceof z.ZodDefault ||
  schema instanceof z.ZodPrefault
    ? schema.def.innerType
    : schema instanceof z.ZodPipe && schema.def.in instanceof z.ZodTransform
      ? schema.def.out
      : undefined;
