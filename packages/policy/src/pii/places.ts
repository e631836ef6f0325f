import { isObject, member, toPointer, type JsonValue } from '@mcp-guard/core';
import type { Finding } from '@mcp-guard/detectors';

type Path = Finding['path'];

/** A name, as programs give them to members. */
const PLAIN = /^[\w.$@+/-]{1,64}$/;
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
  for (const step of path) value = stepInto(value, step);
  return value;
}

const stepInto = (value: JsonValue | undefined, step: string | number): JsonValue | undefined =>
  Array.isArray(value) ? value[Number(step)] : member(value, String(step));

/**
 * Where a finding stands, as people and models may read it: a JSON pointer in which a key that
 * holds a finding itself, or is no plain name, is told by its position among its object's keys,
 * `#2`. A refusal is the guard's own word: nobody else's sentences belong in it.
 */
export class ToldPaths {
  readonly #message: JsonValue;
  /** The way to the keys that hold findings. */
  readonly #keys: KeyNode = { children: new Map(), isFound: false };
  /** Of the keys of objects that have one to be told so. */
  readonly #positions = new Map<JsonValue, ReadonlyMap<string, number>>();

  constructor(message: JsonValue, findings: readonly Finding[]) {
    this.#message = message;
    for (const { where, path } of findings) if (where === 'key') addKey(this.#keys, path);
  }

  of({ path }: Finding): string {
    let node: KeyNode | undefined = this.#keys;
    let value: JsonValue | undefined = this.#message;
    const told: string[] = [];
    let length = 0;
    for (const step of path) {
      const key = String(step);
      node = node?.children.get(key);
      if (length <= MAX_POINTER) {
        const isTold = typeof step === 'number' || (node?.isFound !== true && PLAIN.test(key));
        const shown = isTold ? key : `#${this.#positionOf(value, key)}`;
        length += shown.length + 1;
        told.push(shown);
      }
      value = stepInto(value, step);
    }
    return shorten(toPointer(told), MAX_POINTER);
  }

  #positionOf(value: JsonValue | undefined, key: string): number {
    if (!isObject(value)) return 0;
    let positions = this.#positions.get(value);
    if (!positions) this.#positions.set(value, (positions = new Map(Object.keys(value).map((each, at) => [each, at]))));
    return positions.get(key) ?? 0;
  }
}

interface KeyNode {
  readonly children: Map<string, KeyNode>;
  isFound: boolean;
}

function addKey(root: KeyNode, path: Path): void {
  let node = root;
  for (const step of path) {
    const key = String(step);
    let child = node.children.get(key);
    if (!child) node.children.set(key, (child = { children: new Map(), isFound: false }));
    node = child;
  }
  node.isFound = true;
}

const shorten = (text: string, limit: number): string =>
  text.length > limit ? `${text.slice(0, limit).toWellFormed()}…` : text;
