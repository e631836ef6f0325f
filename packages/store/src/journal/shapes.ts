/** Checks of values that were read: the journal can be written by any program that reaches the file. */
export type Shape<T> = (value: unknown) => value is T;

export const isText: Shape<string> = (value) => typeof value === 'string';
export const isFlag: Shape<boolean> = (value) => typeof value === 'boolean';
/** That JSON has. */
export const isNumber: Shape<number> = (value): value is number => Number.isFinite(value);
export const isInteger: Shape<number> = (value): value is number => Number.isSafeInteger(value);
/** An amount in decimal digits, as `toJson` writes a `bigint`. */
export const isDigits: Shape<string> = (value): value is string => isText(value) && /^-?\d{1,40}$/.test(value);

export const isList: Shape<readonly unknown[]> = (value): value is readonly unknown[] => Array.isArray(value);

export const orNull =
  <T>(isMeant: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || isMeant(value);

export const listOf =
  <T>(isMeant: Shape<T>): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(isMeant);

export function oneOf<T extends string>(...allowed: readonly T[]): Shape<T> {
  const known: ReadonlySet<unknown> = new Set(allowed);
  return (value): value is T => known.has(value);
}

/** A list of exactly these. */
export const tuple =
  <T extends readonly unknown[]>(...shapes: { readonly [Index in keyof T]: Shape<T[Index]> }): Shape<T> =>
  (value): value is T =>
    Array.isArray(value) && value.length === shapes.length && shapes.every((isMeant, index) => isMeant(value[index]));

/** An object whose values are all of one shape. */
export const recordOf =
  <T>(isMeant: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isPlain(value) && Object.values(value).every(isMeant);

/** An object with exactly these members. */
export function objectOf<T extends object>(shapes: { readonly [Key in keyof T]-?: Shape<T[Key]> }): Shape<T> {
  const members: readonly (readonly [string, Shape<unknown>])[] = Object.entries<Shape<unknown>>(shapes);
  return (value): value is T =>
    isPlain(value) &&
    Object.keys(value).length === members.length &&
    members.every(([key, isMeant]) => Object.hasOwn(value, key) && isMeant(value[key]));
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
