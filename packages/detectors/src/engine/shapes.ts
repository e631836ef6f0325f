/*
 * Groups of digits with single characters between them, as rules write them: `###-##-####`.
 */

/** A step is a whole group of digits or one other character; what follows it stands below it. */
interface Step<Value> {
  /** By the length of the group. */
  readonly groups: (Step<Value> | undefined)[];
  /** By the character. */
  readonly others: (Step<Value> | undefined)[];
  letter: Step<Value> | undefined;
  /** What is found where a shape ends here. */
  readonly found: Value[];
}

const createStep = <Value>(): Step<Value> => ({ groups: [], others: [], letter: undefined, found: [] });

const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
const TAB = 9;
/** A longer group is of no shape. */
const MAX_GROUP = 32;

/** Shapes that are looked for together. */
export class Shapes<Value> {
  readonly #root: Step<Value> = createStep();

  add(shape: string, value: Value): void {
    let step = this.#root;
    for (const [part] of shape.matchAll(/#+|[^#]/g)) {
      if (part.startsWith('#')) step = step.groups[part.length] ??= createStep();
      else if (part === 'A') step = step.letter ??= createStep();
      else step = step.others[part.charCodeAt(0)] ??= createStep();
    }
    step.found.push(value);
  }

  /** Calls `visit` for every shape that stands at `start`, where a group of digits begins. */
  find(text: string, start: number, visit: (value: Value, start: number, end: number) => void): void {
    let at = endOfDigits(text, start);
    let step = this.#root.groups[at - start];
    while (step) {
      for (const value of step.found) visit(value, start, at);
      if (at === text.length) return;
      const code = text.charCodeAt(at);
      if (isDigit(code)) {
        const end = endOfDigits(text, at);
        step = step.groups[end - at];
        at = end;
      } else {
        const isSpace = code === NO_BREAK_SPACE || code === TAB;
        step = isLetter(code) ? step.letter : step.others[isSpace ? SPACE : code];
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
