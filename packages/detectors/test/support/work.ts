import { Session, type Profiler } from 'node:inspector';
import { CountedExpression } from './counted-expressions.ts';

/*
 * How much work something is, without a clock: how often each block of our code ran, as V8 counts it (precise coverage
 * with block counts), the steps of each regular expression, and the characters and items that built-in functions may
 * look at. The same input is the same work on every machine.
 */

/** Counts by what was done: `file:from-to` of a block, `/source/` of an expression, the name of a built-in function. */
export type Work = ReadonlyMap<string, number>;

const add = (work: Map<string, number>, what: string, count: number): void =>
  void work.set(what, (work.get(what) ?? 0) + count);

/** Marks a function, which is counted once for all that stands in no block of its own; only for comparison. */
export const WHOLE = '()';

/** Our own code only. */
const OWN = /\/packages\/[\w-]+\/src\//;

/** Begins to count. Everything that is imported later is counted; belongs in a thread of its own, since it changes built-in functions. */
export function startCounting(): { readonly measure: (run: () => void) => Work } {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  /** What ran since the last call. */
  const takeCoverage = (): readonly Profiler.ScriptCoverage[] => {
    let taken: readonly Profiler.ScriptCoverage[] = [];
    session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      taken = result;
    });
    return taken;
  };
  const counts = new Map<string, number>();
  let isOn = false;
  countBuiltIns(
    (name, steps) => {
      if (isOn) add(counts, name, steps);
    },
    () => isOn,
  );
  const measure = (run: () => void): Work => {
    takeCoverage();
    counts.clear();
    isOn = true;
    try {
      run();
    } finally {
      isOn = false;
    }
    const work = new Map(counts);
    for (const { url, functions } of takeCoverage()) {
      if (!OWN.test(url)) continue;
      const file = url.replace(/^.*\/packages\//, '');
      for (const { ranges } of functions)
        for (const [index, { startOffset, endOffset, count }] of ranges.entries())
          // How often a whole function ran is unknown if it was compiled into another.
          if (count > 0) add(work, `${file}:${startOffset}-${endOffset}${index === 0 ? WHOLE : ''}`, count);
    }
    return work;
  };
  return { measure };
}

type Count = (name: string, steps: number) => void;

function countBuiltIns(count: Count, isOn: () => boolean): void {
  countExpressions(count, isOn);
  const made: Cost = (_self, _args, result) => lengthOf(result);
  const all: Cost = (self) => lengthOf(self);
  /** Up to where it was found, or to the end. */
  const searched: Cost = (self, [, from], result) =>
    (typeof result === 'number' && result >= 0 ? result : lengthOf(self)) - Number(from ?? 0);
  const searchedBack: Cost = (self, [, from], result) =>
    Math.min(lengthOf(self), Number(from ?? Infinity)) - (typeof result === 'number' ? result : 0);
  patch(String.prototype, ['toLowerCase', 'toUpperCase', 'normalize', 'trim', 'toWellFormed', 'repeat'], count, made);
  patch(String.prototype, ['indexOf', 'includes'], count, searched);
  patch(String.prototype, ['lastIndexOf'], count, searchedBack);
  // With an expression they ask `exec`.
  patch(String.prototype, ['split', 'replaceAll', 'replace'], count, (self, [pattern]) =>
    typeof pattern === 'string' ? lengthOf(self) : 0,
  );
  patch(Array.prototype, ['join', 'slice', 'concat', 'flat', 'splice', 'toSpliced'], count, made);
  patch(Array.prototype, ['toSorted', 'sort', 'toReversed', 'includes', 'indexOf', 'fill'], count, all);
}

const lengthOf = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 0);

type Cost = (self: unknown, args: readonly unknown[], result: unknown) => number;

function patch(owner: object, names: readonly string[], count: Count, cost: Cost): void {
  for (const name of names) {
    const native: unknown = Reflect.get(owner, name);
    if (typeof native !== 'function') throw new Error(`there is no ${name}`);
    const counted = function (this: unknown, ...args: unknown[]): unknown {
      const result: unknown = Reflect.apply(native, this, args);
      count(name, Math.max(0, cost(this, args, result)));
      return result;
    };
    replace(owner, name, counted);
  }
}

const replace = (owner: object, name: string, value: unknown): void =>
  void Object.defineProperty(owner, name, { value, writable: true, configurable: true });

/** `test`, `match`, `matchAll`, `replace`, `search` and `split` all ask `exec`. */
function countExpressions(count: Count, isOn: () => boolean): void {
  const native = RegExp.prototype.exec;
  const known = new Map<string, CountedExpression>();
  let isInside = false;
  const exec = function (this: RegExp, text: string): RegExpExecArray | null {
    if (isInside || !isOn()) return native.call(this, text);
    isInside = true;
    try {
      const key = `/${this.source}/${this.flags}`;
      let counted = known.get(key);
      if (!counted) known.set(key, (counted = new CountedExpression(this)));
      const from = this.global || this.sticky ? this.lastIndex : 0;
      const match = native.call(this, text);
      if (from > text.length) return match;
      const { start, end, steps } = counted.find(text, from);
      if (start !== (match?.index ?? -1) || (match && end !== match.index + match[0].length))
        throw new Error(`${key} is counted wrongly: ${JSON.stringify(text.slice(from, from + 200))}`);
      count(key, steps + 1);
      return match;
    } finally {
      isInside = false;
    }
  };
  replace(RegExp.prototype, 'exec', exec);
}
