import { member, toPointer, type JsonValue } from '@mcp-guard/core';
import type { Finding, JsonPath } from '@mcp-guard/detectors';

/** The longest pointer that an exception can name, in characters. */
const MAX_NAMED = 4096;

/** JSON pointers of findings, of which the last is kept: those of one text share their path. */
export class Pointers {
  #path: JsonPath | undefined;
  #pointer = '';

  /** Returns nothing if the pointer is too long to be named: exceptions excuse nothing there. */
  of(path: JsonPath): string {
    if (path !== this.#path) {
      this.#path = path;
      const length = path.reduce<number>((sum, step) => sum + 1 + String(step).length, 0);
      this.#pointer = length > MAX_NAMED ? '' : toPointer(path.map(String));
    }
    return this.#pointer;
  }
}

/** The characters that were found. */
export function valueOf(message: JsonValue, { path, where, start, end }: Finding): string {
  if (where === 'key') return String(path.at(-1)).slice(start, end);
  const value = valueAt(message, path);
  return typeof value === 'string' ? value.slice(start, end) : JSON.stringify(value);
}

export function valueAt(message: JsonValue, path: JsonPath): JsonValue | undefined {
  let value: JsonValue | undefined = message;
  for (const step of path) value = stepInto(value, step);
  return value;
}

export const stepInto = (value: JsonValue | undefined, step: string | number): JsonValue | undefined =>
  Array.isArray(value) ? value[Number(step)] : member(value, String(step));
