import { isObject, type JsonValue } from '@mcp-guard/core';
import type { KeyPath } from './syntax.js';

/** A value and its place in the text. */
export interface Located<Origin> {
  /** The offset of its key, or of the value itself if it has none. */
  readonly key: number;
  readonly origin: Origin;
  readonly content: Located<Origin>[] | Map<string, Located<Origin>> | string | number | boolean | null;
}

export function valueOf<Origin>({ content }: Located<Origin>): JsonValue {
  if (Array.isArray(content)) return content.map(valueOf);
  // `fromEntries` makes `__proto__` an own property.
  if (content instanceof Map) return Object.fromEntries([...content].map(([key, member]) => [key, valueOf(member)]));
  return content;
}

export function childOf<Origin>({ content }: Located<Origin>, step: string | number): Located<Origin> | undefined {
  if (typeof step === 'number') return Array.isArray(content) ? content[step] : undefined;
  return content instanceof Map ? content.get(step) : undefined;
}

/** The values along the path, from the root, as far as it leads. */
export function follow<Origin>(root: Located<Origin>, path: KeyPath): readonly [Located<Origin>, ...Located<Origin>[]] {
  const met: [Located<Origin>, ...Located<Origin>[]] = [root];
  let last = root;
  for (const step of path) {
    const next = childOf(last, step);
    if (!next) break;
    met.push(next);
    last = next;
  }
  return met;
}

export function nodeAt<Origin>(root: Located<Origin>, path: KeyPath): Located<Origin> | undefined {
  return follow(root, path)[path.length];
}

/** The value at a path, and its container; `node` is missing if the last step would be new. */
export interface EditTarget<Origin> {
  readonly node: Located<Origin> | undefined;
  /** Missing at the root. */
  readonly parent: Located<Origin> | undefined;
}

/** Throws if an edit is impossible: the path leads nowhere, or there is nothing to remove. */
export function findTarget<Origin>(
  root: Located<Origin>,
  path: KeyPath,
  value: JsonValue | undefined,
): EditTarget<Origin> {
  const met = follow(root, path);
  const step = path.at(-1);
  if (step === undefined) {
    if (value === undefined) throw new Error('the whole of a file cannot be taken away');
    return { node: root, parent: undefined };
  }
  const parent = met[path.length - 1];
  const node = met[path.length];
  if (!parent) throw new Error('the path leads nowhere');
  if (!node && (value === undefined || !mayGrow(parent, step))) throw new Error('the path leads nowhere');
  return { node, parent };
}

const mayGrow = ({ content }: Located<unknown>, step: string | number): boolean =>
  typeof step === 'number' ? Array.isArray(content) && content.length === step : content instanceof Map;

/** The data with another value there, or without it. */
export function withValue(data: JsonValue, path: KeyPath, value: JsonValue | undefined): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  const set = (inner: JsonValue | undefined): JsonValue | undefined =>
    rest.length === 0 || inner === undefined ? value : withValue(inner, rest, value);
  if (Array.isArray(data)) {
    const index = Number(step);
    const inner = set(data[index]);
    return data.toSpliced(index, 1, ...(inner === undefined ? [] : [inner]));
  }
  const members = new Map(isObject(data) ? Object.entries(data) : []);
  const inner = set(members.get(String(step)));
  if (inner === undefined) members.delete(String(step));
  else members.set(String(step), inner);
  return Object.fromEntries(members);
}
