/*
 * Groups of digits with single characters between them, as rules write them: `###-##-####`.
 */

/** A step is a whole group of digits or one other character; what follows it stands below it. */
interface Step<Value> {
  readonly next: Map<number, Step<Value>>;
  /** What is found where a shape ends here. */
  readonly found: Value[];
}

const LETTER = 1;
const SPACE = 0x20;
/** Groups of digits have the keys from here on, by their length. */
const GROUP = 0x10000;
/** A longer group is of no shape. */
const MAX_GROUP = 32;

/** Shapes that are looked for together. */
export class Shapes<Value> {
  readonly #root: Step<Value> = { next: new Map(), found: [] };
  /** Below the root, by the length of the first group: most numbers end there. */
  readonly #byLength: (Step<Value> | undefined)[] = [];

  add(shape: string, value: Value): void {
    let step = this.#root;
    for (const [part] of shape.matchAll(/#+|[^#]/g)) {
      const key = part.startsWith('#') ? GROUP + part.length : part === 'A' ? LETTER : part.charCodeAt(0);
      let next = step.next.get(key);
      if (!next) step.next.set(key, (next = { next: new Map(), found: [] }));
      step = next;
    }
    step.found.push(value);
    for (const [key, first] of this.#root.next) if (key > GROUP) this.#byLength[key - GROUP] = first;
  }

  /**
   * Calls `visit` for every shape that stands at `start`, where a group of digits begins.
   * @returns where that group ends
   */
  find(text: string, start: number, visit: (value: Value, start: number, end: number) => void): number {
    const groupEnd = endOfDigits(text, start);
    if (groupEnd - start <= MAX_GROUP) this.#follow(this.#byLength[groupEnd - start], text, start, groupEnd, visit);
    return groupEnd;
  }

  #follow(
    step: Step<Value> | undefined,
    text: string,
    start: number,
    at: number,
    visit: (value: Value, start: number, end: number) => void,
  ): void {
    while (step) {
      for (const value of step.found) visit(value, start, at);
      if (step.next.size === 0 || at === text.length) return;
      const code = text.charCodeAt(at);
      if (isDigit(code)) {
        const end = endOfDigits(text, at);
        step = step.next.get(GROUP + end - at);
        at = end;
      } else {
        const key = isLetter(code) && step.next.has(LETTER) ? LETTER : code === 0xa0 || code === 9 ? SPACE : code;
        step = step.next.get(key);
        at++;
      }
    }
  }
}

/** At most one past the longest group that counts. */
function endOfDigits(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_GROUP + 1);
  let end = start + 1;
  while (end < limit && isDigit(text.charCodeAt(end))) end++;
  return end;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
