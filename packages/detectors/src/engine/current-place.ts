import type { Place } from '../detector.js';
import type { LabelWords } from './label-words.js';
import { toWords } from './words.js';

/** How far from a value its label may stand, in characters. */
const LABEL_DISTANCE = 40;

/** The one place that all rules look at in turn, and what stands around it, read when a rule first asks. */
export class CurrentPlace implements Place {
  text = '';
  key = '';
  start = 0;
  end = 0;
  #words: string | undefined;
  readonly #labels: LabelWords;
  #hasListened = false;

  constructor(labels: LabelWords) {
    this.#labels = labels;
  }

  enter(text: string, key: string): void {
    this.text = text;
    this.key = key;
    this.#words = undefined;
    this.#hasListened = false;
  }

  move(start: number, end: number): void {
    if (start === this.start && end === this.end) return;
    this.start = start;
    this.end = end;
    this.#words = undefined;
    this.#hasListened = false;
  }

  /** @param words numbers of label words */
  isNearAny(words: readonly number[]): boolean {
    if (!this.#hasListened) {
      const { text, start, end, key } = this;
      this.#labels.start();
      this.#labels.hear(key, 0, key.length);
      this.#labels.hear(text, Math.max(0, start - LABEL_DISTANCE), start);
      this.#labels.hear(text, end, Math.min(text.length, end + LABEL_DISTANCE));
      this.#hasListened = true;
    }
    return this.#labels.hasHeard(words);
  }

  isLabelled(words: RegExp): boolean {
    if (this.key !== '' && words.test(this.key)) return true;
    this.#words ??= this.#wordsAround();
    return this.#words !== '' && words.test(this.#words);
  }

  /** Nothing where there is no letter: numbers among numbers have no label. */
  #wordsAround(): string {
    const { text, start, end } = this;
    const before = text.slice(Math.max(0, start - LABEL_DISTANCE), start);
    const after = text.slice(end, end + LABEL_DISTANCE);
    return LETTER.test(before) || LETTER.test(after) ? `${toWords(before)} | ${toWords(after)}` : '';
  }
}

const LETTER = /[A-Za-z\x80-\uffff]/;
