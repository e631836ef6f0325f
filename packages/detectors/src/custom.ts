import { hash } from 'node:crypto';
import { RE2JS, RE2Set } from 're2js';
import type { Described, Hit } from './detector.js';
import { INSPECTION_LIMIT } from './own-types.js';

/** A type that a configuration defines. */
export interface CustomType {
  readonly id: string;
  /** Expressions of re2js: linear in the text, without look-around. */
  readonly patterns: readonly string[];
}

interface CustomHit extends Hit {
  readonly detector: Described;
}

/** In one text, of all patterns. A text with more is reported as too much to inspect: where matches are taken out, none may stay. */
const MAX_HITS = 10_000;
/** Milliseconds of computing: an expression that looks far ahead from every place is linear for each match, not for all of them. */
const MAX_TIME = 250;
/** A machine that lets others compute takes this many times as long at most. */
const PATIENCE = 10;

/** Why an expression cannot be used; `undefined` when it can. */
export function refuseExpression(source: string): string | undefined {
  try {
    if (RE2JS.compile(source).matcher('').find()) return 'the expression matches where there is nothing';
    return undefined;
  } catch (error) {
    return `the expression does not compile: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Expressions of a configuration, all looked for in one pass; only those that match are asked where. */
export class CustomTypes {
  /** There is no expression to look for. */
  readonly isEmpty: boolean;
  /** The same for the same types. */
  readonly name: string;
  readonly #set: RE2Set | undefined;
  readonly #patterns: readonly { readonly detector: Described; readonly expression: RE2JS }[];

  /** Throws where `refuseExpression` has a reason. */
  constructor(types: readonly CustomType[]) {
    const all = types.flatMap(({ id, patterns }) => {
      const detector: Described = { id, title: id, group: 'custom' };
      return patterns.map((source) => ({ detector, source }));
    });
    this.#patterns = all.map(({ detector, source }) => ({ detector, expression: RE2JS.compile(source) }));
    this.isEmpty = all.length === 0;
    this.name = this.isEmpty ? '' : hash('sha256', JSON.stringify(types));
    if (this.isEmpty) return;
    this.#set = new RE2Set();
    for (const { source } of all) this.#set.add(source);
    this.#set.compile();
  }

  /** A text that did not fit is a hit of its own. */
  find(text: string): readonly CustomHit[] {
    const hits: CustomHit[] = [];
    const indices = this.#set?.match(text) ?? [];
    if (indices.length === 0) return hits;
    const isLate = startBudget();
    for (const index of indices) {
      const pattern = this.#patterns[index];
      const matcher = pattern?.expression.matcher(text);
      while (pattern && matcher?.find()) {
        const [start, end] = [matcher.start(), matcher.end()];
        const isOver = hits.length === MAX_HITS || isLate();
        if (isOver) return [...hits, { detector: INSPECTION_LIMIT, start, end: text.length, confidence: 1 }];
        if (start < end) hits.push({ detector: pattern.detector, start, end, confidence: 1 });
      }
    }
    return hits;
  }
}

/** The time is over. Time that a busy machine spends elsewhere does not count. */
function startBudget(): () => boolean {
  const [begin, start] = [performance.now(), computed()];
  return () => {
    const waited = performance.now() - begin;
    return waited > MAX_TIME && (waited > PATIENCE * MAX_TIME || computed() - start > MAX_TIME);
  };
}

/** Milliseconds that the process has computed. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
