import { buildAutomaton, type Automaton } from './anchors.js';

/**
 * Which of many words stand near a place, found in one pass: a number has the form of thirty
 * types, and each would look for its own labels.
 */
export class LabelWords {
  readonly #automaton: Automaton;
  readonly #numbers: ReadonlyMap<string, number>;
  /** By word, the round in which it was heard last. */
  readonly #heard: Uint32Array;
  #round = 0;
  #hearsAll = false;

  /** @param words ASCII, in lower case */
  constructor(words: readonly string[]) {
    this.#numbers = new Map([...new Set(words)].map((word, number) => [word, number]));
    this.#automaton = buildAutomaton([...this.#numbers.keys()]);
    this.#heard = new Uint32Array(this.#numbers.size);
  }

  toNumbers(words: readonly string[]): readonly number[] {
    return words.flatMap((word) => this.#numbers.get(word) ?? []);
  }

  /** Forgets what was heard. */
  start(): void {
    this.#round++;
    this.#hearsAll = false;
  }

  hear(text: string, start: number, end: number): void {
    const { classes, next, width, firstFinal, words } = this.#automaton;
    let state = 0;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code >= 128) {
        this.#hearsAll = true; // a label may be of another script
        return;
      }
      state = next[state + classes[code]!]!; // by hand: see `anchors.ts`
      if (state >= firstFinal) for (const word of words[(state - firstFinal) / width]!) this.#heard[word] = this.#round;
    }
  }

  hasHeard(numbers: readonly number[]): boolean {
    if (this.#hearsAll) return true;
    for (let index = 0; index < numbers.length; index++) if (this.#heard[numbers[index]!] === this.#round) return true;
    return false;
  }
}
