/** A value from outside has the shape of `T`. */
export type Check<T> = (value: unknown) => value is T;

export const isText: Check<string> = (value) => typeof value === 'string';
export const isNumber: Check<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);
export const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';

export const isNullOr =
  <T>(check: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || check(value);

export const isListOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every((each) => check(each));

export const isOneOf =
  <const T extends string>(...words: readonly T[]): Check<T> =>
  (value): value is T =>
    words.some((word) => word === value);

/** Every member that the type has, each with its check. What else stands there is not looked at: it may be newer. */
export const isRecord =
  <T extends object>(checks: { readonly [Name in keyof T]-?: Check<T[Name]> }): Check<T> =>
  (value): value is T =>
    typeof value === 'object' && value !== null && namesOf(checks).every((name) => checks[name](valueAt(value, name)));

const namesOf = <T extends object>(checks: T): readonly (keyof T)[] => Object.keys(checks) as (keyof T)[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own object

const valueAt = (value: object, name: PropertyKey): unknown => Object.getOwnPropertyDescriptor(value, name)?.value;
