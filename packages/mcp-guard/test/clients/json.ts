/** Plain data: what a record is made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Any value as plain data. What JSON cannot hold is left out; an error is told by its facts. */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Error) return toJsonObject(errorFacts(value));
  return typeof value === 'object' ? toJsonObject(value) : null;
}

export function toJsonObject(value: object): JsonObject {
  const known = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(known.map(([key, member]) => [key, toJson(member)]));
}

function errorFacts(error: Error): object {
  const { name, message } = error;
  return { name, message, ...('code' in error && { code: error.code }), ...('data' in error && { data: error.data }) };
}

/** The same data with every text (keys too) replaced. */
export function mapTexts(value: Json, replace: (text: string) => string): Json {
  if (typeof value === 'string') return replace(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((part) => mapTexts(part, replace));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [replace(key), mapTexts(member, replace)]));
}

/** Array.isArray alone does not narrow a readonly array away. */
export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
