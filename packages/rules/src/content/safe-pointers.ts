import { isObject, toPointer, type JsonValue } from '@mcp-guard/core';
import type { Finding, JsonPath } from '@mcp-guard/detectors';
import { stepInto } from './places.js';

/** A name, as programs give them to members. */
const PLAIN = /^[\w.$@+/-]{1,64}$/;
const MAX_POINTER = 512;

/** One step of a path, and what was shown up to it. */
interface Told {
  readonly step: string | number;
  readonly node: KeyNode | undefined;
  readonly value: JsonValue | undefined;
  readonly text: string;
}

/**
 * Writes the place of a finding for people and models: a JSON pointer in which a key that holds a finding itself, or is
 * no plain name, is shown by its position among its object's keys, `#2`. A refusal is the guard's own word: sentences
 * of others never belong in it.
 */
export class SafePointers {
  /** The way to the keys that hold findings. */
  readonly #keys: KeyNode = { children: new Map(), isFound: false };
  /** Keys of the objects in which some key is shown so. */
  readonly #positions = new Map<JsonValue, ReadonlyMap<string, number>>();
  /** The way to the last one: the next shares most of it. */
  readonly #way: Told[];
  #path: JsonPath = [];

  constructor(message: JsonValue, findings: readonly Finding[]) {
    for (const { where, path } of findings) if (where === 'key') addKey(this.#keys, path);
    this.#way = [{ step: '', node: this.#keys, value: message, text: '' }];
  }

  of(path: JsonPath): string {
    const way = this.#way;
    if (path !== this.#path) {
      let shared = 0;
      while (shared < path.length && way[shared + 1]?.step === path[shared]) shared++;
      way.length = shared + 1;
      for (const step of path.slice(shared)) way.push(this.#stepFrom(way.at(-1)!, step));
      this.#path = path;
    }
    return shorten(way.at(-1)!.text, MAX_POINTER);
  }

  #stepFrom({ node, value, text }: Told, step: string | number): Told {
    const key = String(step);
    const next = node?.children.get(key);
    const told: Told = { step, node: next, value: stepInto(value, step), text };
    if (text.length > MAX_POINTER) return told;
    const isTold = typeof step === 'number' || (next?.isFound !== true && PLAIN.test(key));
    return { ...told, text: text + toPointer([isTold ? key : `#${this.#positionOf(value, key)}`]) };
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

function addKey(root: KeyNode, path: JsonPath): void {
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
