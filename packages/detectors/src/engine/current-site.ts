import type { Site } from '../detector.js';
import { toWords } from '../rules/words.js';
import { LABEL_DISTANCE, type LabelWords } from '../catalogue/label-words.js';

/** A counter for all engines. */
let rounds = 0;

/** The one site that all rules look at in turn, and what stands around it, read when a rule first asks. */
export class CurrentSite implements Site {
  text = '';
  key = '';
  start = 0;
  end = 0;
  round = 0;
  #words: string | undefined;
  /** The words that rules need near a site, by the numbers of their sets; opened for the first rule that asks. */
  readonly #open: () => LabelWords;
  #labels: LabelWords | undefined;
  #hasListened = false;
  /** No letter stands in this stretch, as far as was looked. */
  #bareStart = 0;
  #bareEnd = 0;

  constructor(open: () => LabelWords) {
    this.#open = open;
  }

  enter(text: string, key: string): void {
    this.text = text;
    this.key = key;
    this.round = ++rounds;
    this.#words = undefined;
    this.#hasListened = false;
    this.#bareStart = 0;
    this.#bareEnd = 0;
    this.#labels?.enter(text, key);
  }

  move(start: number, end: number): void {
    if (start === this.start && end === this.end) return;
    this.start = start;
    this.end = end;
    this.#words = undefined;
    this.#hasListened = false;
  }

  /** @param set the number of a set of label words */
  isNearAny(set: number): boolean {
    if (!this.isAmongWords()) return false;
    const labels = this.#labels ?? this.#createLabels();
    if (!this.#hasListened) {
      labels.listen(this.start, this.end);
      this.#hasListened = true;
    }
    return labels.hasHeard(set);
  }

  #createLabels(): LabelWords {
    const labels = (this.#labels = this.#open());
    labels.enter(this.text, this.key);
    return labels;
  }

  /** Tables of numbers have nothing that could be a label; of those, each character is looked at once. */
  isAmongWords(): boolean {
    if (this.key !== '') return true;
    const { text } = this;
    const from = Math.max(0, this.start - LABEL_DISTANCE);
    const to = Math.min(text.length, this.end + LABEL_DISTANCE);
    if (from < this.#bareStart || from > this.#bareEnd) this.#bareStart = this.#bareEnd = from;
    while (this.#bareEnd < to) {
      if (isLetter(text.charCodeAt(this.#bareEnd))) return true;
      this.#bareEnd++;
    }
    return false;
  }

  isLabelled(words: RegExp): boolean {
    if (this.key !== '' && words.test(this.key)) return true;
    if (!this.isAmongWords()) return false;
    this.#words ??= this.#wordsAround();
    return words.test(this.#words);
  }

  #wordsAround(): string {
    const { text, start, end } = this;
    let before = text.slice(Math.max(0, start - LABEL_DISTANCE), start);
    if (before.includes('=')) before = before.replace(EMPTY_SETTING, '');
    return `${toWords(before)} | ${toWords(text.slice(end, end + LABEL_DISTANCE))}`;
  }
}

/** `PHONE=` at the end of a line labels nothing that stands on the next. */
const EMPTY_SETTING = /^.{0,40}=[ \t]{0,8}\r?\n(?![ \t])/s;
/** A letter of any script, or nearly. */
const isLetter = (code: number): boolean => code >= 0x80 || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
