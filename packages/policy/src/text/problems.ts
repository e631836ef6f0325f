import { GuardError } from '@mcp-guard/core';
import { isMap, isPair, isScalar, LineCounter, type Document, type Node, type Pair } from 'yaml';
import type { z } from 'zod';
import { ClientText } from './client-text.js';
import { expectedOf } from './issue-words.js';
import { describeUnknown, knownKeysAt } from './unknown-keys.js';

/** The file is invalid; all problems at once, one line each. */
export class ConfigError extends GuardError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('CONFIG_INVALID', problems.join('\n'));
    this.problems = problems;
  }
}

/** Problems that are listed one by one. */
const MAX_PROBLEMS = 100;

type IssuePath = readonly PropertyKey[];

/** Turns problems into lines that an editor can jump to: `file:line:column: what`. */
export class ProblemList {
  readonly #found: { readonly offset: number; readonly line: string }[] = [];
  #more = 0;
  readonly #file: string;
  readonly #document: Document;
  readonly #counter: LineCounter;

  constructor(file: string, document: Document, counter: LineCounter) {
    this.#file = file;
    this.#document = document;
    this.#counter = counter;
  }

  /** In the order in which they stand in the file. */
  get lines(): readonly string[] {
    const lines = this.#found.toSorted((a, b) => a.offset - b.offset).map(({ line }) => line);
    return this.#more === 0 ? lines : [...lines, `${this.#file}: and ${this.#more} more problems`];
  }

  throwAny(): void {
    if (this.#found.length > 0) throw new ConfigError(this.lines);
  }

  addAtOffset(offset: number, what: string): void {
    if (this.#isFull()) return;
    const { line, col } = this.#counter.linePos(offset);
    this.#found.push({ offset, line: `${this.#file}:${line}:${col}: ${what}` });
  }

  /** @param at the value, or with `key` the key, that is wrong */
  add(at: IssuePath, what: string, target: 'key' | 'value' = 'value'): void {
    if (this.#isFull()) return;
    this.addAtOffset(this.#offsetOf(at, target), `${toPlace(at)}${at.length > 0 ? ': ' : ''}${what}`);
  }

  /** @param plain the input of the schema */
  addIssue(issue: z.core.$ZodIssue, schema: z.ZodType, plain: unknown): void {
    if (isMisplaced(issue.path, plain)) {
      this.add(issue.path, 'a value of the client can stand in the `env` of a server only');
    } else if (issue.code === 'unrecognized_keys') {
      const known = knownKeysAt(schema, issue.path);
      for (const key of issue.keys) {
        const what = known.includes(key) ? issue.message : describeUnknown(key, known); // of another shape of the value
        if (!this.#isFull()) this.add([...issue.path, key], what, 'key');
      }
    } else if (issue.code === 'invalid_key') {
      this.add(issue.path, issue.issues[0]?.message ?? issue.message, 'key');
    } else if (issue.code === 'invalid_union' && issue.errors.length > 0 && !expectedOf(issue)) {
      // The best fit is what its author meant.
      const [nearest = []] = issue.errors.toSorted((a, b) => misfit(a) - misfit(b));
      for (const inner of nearest) this.addIssue({ ...inner, path: [...issue.path, ...inner.path] }, schema, plain);
    } else this.add(issue.path, issue.message);
  }

  /** Finding the place of a problem takes time, and no person reads more of them. */
  #isFull(): boolean {
    if (this.#found.length < MAX_PROBLEMS) return false;
    this.#more++;
    return true;
  }

  /** The deepest node on the way to `at` that the file has. */
  #offsetOf(at: IssuePath, target: 'key' | 'value'): number {
    let node: unknown = this.#document.contents;
    let offset = offsetOf(this.#document.contents) ?? 0;
    for (const [depth, step] of at.entries()) {
      const found = findMember(node, step);
      if (found === undefined) break;
      const isTarget = depth === at.length - 1;
      const place =
        isPair(found) && isTarget && target === 'key' ? found.key : isPair(found) ? (found.value ?? found.key) : found;
      offset = offsetOf(place) ?? offset;
      node = isPair(found) ? found.value : found;
    }
    return offset;
  }
}

/** How far a value is from an option of a union: with a fault of the whole value it was not meant as that option. */
const misfit = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.length +
  (issues.some(({ path, code }) => path.length === 0 && code.startsWith('invalid_')) ? MAX_PROBLEMS : 0);

/** `servers.github.policy.permissions.denied_tools[2]` */
export const toPlace = (path: IssuePath): string =>
  path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      return (index > 0 ? '.' : '') + (isApiKey(path, index) ? '<key>' : String(step));
    })
    .join('');

/** Problems go to logs and terminals, which may not contain a secret; the line and column find it. */
const isApiKey = (path: IssuePath, index: number): boolean =>
  index === 2 && path[0] === 'auth' && path[1] === 'api_keys';

function isMisplaced(path: IssuePath, plain: unknown): boolean {
  let value: unknown = plain;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
    value = Reflect.get(value, step);
  }
  return value instanceof ClientText && !(path.length === 4 && path[0] === 'servers' && path[2] === 'env');
}

function findMember(node: unknown, step: PropertyKey): Pair | Node | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)) {
    const item: unknown = node.items[Number(step)];
    return isNode(item) ? item : undefined;
  }
  return undefined;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'range' in value;
const offsetOf = (value: unknown): number | undefined => (isNode(value) ? value.range?.[0] : undefined);
