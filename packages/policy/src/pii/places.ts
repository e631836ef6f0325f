import { isObject, member, toPointer, type JsonValue } from '@mcp-guard/core';
import type { Finding } from '@mcp-guard/detectors';

type Path = Finding['path'];

/** Longer keys are told by their beginnings. */
const MAX_KEY = 64;
const MAX_POINTER = 512;

/** The JSON pointer of a finding. */
export const pointerTo = ({ path }: Finding): string => toPointer(path.map(String));

/** The characters that were found. */
export function valueOf(message: JsonValue, { path, where, start, end }: Finding): string {
  if (where === 'key') return String(path.at(-1)).slice(start, end);
  const value = valueAt(message, path);
  return typeof value === 'string' ? value.slice(start, end) : JSON.stringify(value);
}

export function valueAt(message: JsonValue, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = message;
  for (const step of path) value = Array.isArray(value) ? value[Number(step)] : member(value, String(step));
  return value;
}

/**
 * Where a finding stands, as people may read it: a JSON pointer in which a key that holds a
 * finding itself is told by its position among its object's keys, `#2`.
 */
export class ToldPaths {
  readonly #message: JsonValue;
  /** Pointers to the keys that hold findings. */
  readonly #keys: ReadonlySet<string>;

  constructor(message: JsonValue, findings: readonly Finding[]) {
    this.#message = message;
    this.#keys = new Set(findings.filter(({ where }) => where === 'key').map(pointerTo));
  }

  of({ path }: Finding): string {
    const told = path.map((step, depth) => {
      const key = String(step);
      if (this.#keys.size > 0 && this.#keys.has(toPointer(path.slice(0, depth + 1).map(String))))
        return `#${positionOf(valueAt(this.#message, path.slice(0, depth)), key)}`;
      return key.length > MAX_KEY ? `${key.slice(0, MAX_KEY).toWellFormed()}…` : key;
    });
    const pointer = toPointer(told);
    return pointer.length > MAX_POINTER ? `${pointer.slice(0, MAX_POINTER).toWellFormed()}…` : pointer;
  }
}

const positionOf = (value: JsonValue | undefined, key: string): number =>
  isObject(value) ? Object.keys(value).indexOf(key) : 0;
