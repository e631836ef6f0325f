/** A value from outside has the shape of `T`. */
export type ShapeCheck<T> = (value: unknown) => value is T;

export const isText: ShapeCheck<string> = (value) => typeof value === 'string';
export const isNumber: ShapeCheck<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isBoolean: ShapeCheck<boolean> = (value) => typeof value === 'boolean';

export const isNullOr =
  <T>(check: ShapeCheck<T>): ShapeCheck<T | null> =>
  (value): value is T | null =>
    value === null || check(value);

export const isListOf =
  <T>(check: ShapeCheck<T>): ShapeCheck<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every((each) => check(each));

export const isOneOf =
  <const T extends string>(...words: readonly T[]): ShapeCheck<T> =>
  (value): value is T =>
    words.some((word) => word === value);

/** Every member that the type has, each with its check. What else stands there is not looked at: it may be newer. */
export const isRecord =
  <T extends object>(checks: { readonly [Name in keyof T]-?: ShapeCheck<T[Name]> }): ShapeCheck<T> =>
  (value): value is T =>
    typeof value === 'object' && value !== null && namesOf(checks).every((name) => checks[name](valueAt(value, name)));

const namesOf = <T extends object>(checks: T): readonly (keyof T)[] => Object.keys(checks) as (keyof T)[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own object

const valueAt = (value: object, name: PropertyKey): unknown => Object.getOwnPropertyDescriptor(value, name)?.value;
