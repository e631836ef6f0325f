import { buildAutomaton, type Automaton } from './anchors.js';
import type { Decoder, Sight } from './decoders/decoder.js';
import type { Detector, Hit, Place, Rule } from './detector.js';
import { Shapes } from './shapes.js';
import { toWords } from './words.js';

/** What one text holds. */
export interface Seen extends Sight {
  readonly hits: readonly TypedHit[];
  /** Decoders that may read something in it. */
  readonly decoders: readonly Decoder[];
}

export interface TypedHit extends Hit {
  readonly detector: Detector;
}

interface Target {
  readonly detector: Detector;
  readonly verify: Rule['verify'];
}

/** How far from a value its label may stand, in characters. */
const LABEL_DISTANCE = 40;
const MIN_RUN = 16;
const MIN_SPACED = 7;

/* What a character can be, as bits. */
const DIGIT = 1;
const RUN = 2;
const SEPARATOR = 4;
const CONTROL = 8;
const KINDS = new Uint8Array(128).map((_, code) => {
  const char = String.fromCharCode(code);
  return (
    (/\d/.test(char) ? DIGIT : 0) |
    (/[\w+/=-]/.test(char) ? RUN : 0) |
    (/[ .\-_,:;|/*]/.test(char) ? SEPARATOR : 0) |
    (/[^\P{Cc}\t\n\r]/u.test(char) ? CONTROL : 0)
  );
});

/** Goes over a text once and lets the rules look where an anchor, a shape or a key says so. */
export class Engine {
  readonly #automaton: Automaton;
  readonly #targets: readonly (readonly Target[])[];
  readonly #lengths: readonly number[];
  /** By word: the numbers of the decoders that it calls. */
  readonly #calls: readonly (readonly number[])[];
  readonly #shapes = new Shapes<Target>();
  readonly #byKey: readonly (Target & { readonly key: RegExp })[];
  readonly #decoders: readonly Decoder[];
  readonly #place = new CurrentPlace();

  constructor(detectors: readonly Detector[], decoders: readonly Decoder[] = []) {
    const rules = detectors.flatMap((detector) => detector.rules.map((rule) => ({ detector, rule })));
    const words = [
      ...new Set(
        [...rules.map(({ rule }) => rule), ...decoders].flatMap(({ anchors = [] }) =>
          anchors.map((word) => word.toLowerCase()),
        ),
      ),
    ];
    this.#automaton = buildAutomaton(words);
    this.#lengths = words.map(({ length }) => length);
    this.#targets = words.map((word) =>
      rules
        .filter(({ rule }) => has(rule.anchors, word))
        .map(({ detector, rule: { verify } }) => ({ detector, verify })),
    );
    this.#calls = words.map((word) => decoders.flatMap(({ anchors }, number) => (has(anchors, word) ? [number] : [])));
    for (const { detector, rule } of rules)
      for (const shape of rule.shapes ?? []) this.#shapes.add(shape, { detector, verify: rule.verify });
    this.#byKey = rules.flatMap(({ detector, rule: { key, verify } }) => (key ? [{ detector, key, verify }] : []));
    this.#decoders = decoders;
  }

  /** @param key the words of the key that labels the text */
  look(text: string, key: string): Seen {
    const { classes, next, width, firstFinal, words } = this.#automaton;
    const place = this.#place;
    place.open(text, key);
    const hits: TypedHit[] = [];
    const runs: number[] = [];
    const called = new Uint8Array(this.#decoders.length);
    const verify = ({ detector, verify: look }: Target, start: number, end: number): void => {
      place.move(start, end);
      const found = look(place);
      if (found) hits.push({ detector, start: found.start, end: found.end, confidence: found.confidence });
    };

    let state = 0;
    let runStart = 0;
    let before = 0;
    let lastSeparator = -2;
    let spaced = 0;
    let hasSpaced = false;
    let hasOther = false;
    const { length } = text;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code >= 128) {
        hasOther = true;
        state = 0;
        if (at - runStart >= MIN_RUN) runs.push(runStart, at);
        runStart = at + 1;
        before = 0;
        continue;
      }
      state = next[state + classes[code]!]!;
      if (state >= firstFinal) {
        for (const word of words[(state - firstFinal) / width]!) {
          for (const number of this.#calls[word]!) called[number] = 1;
          const targets = this.#targets[word]!;
          if (targets.length > 0) {
            const start = at + 1 - this.#lengths[word]!;
            for (const target of targets) verify(target, start, at + 1);
          }
        }
      }
      const kind = KINDS[code]!;
      if ((kind & DIGIT) > (before & DIGIT)) this.#shapes.find(text, at, verify);
      if ((kind & RUN) === 0) {
        if (at - runStart >= MIN_RUN) runs.push(runStart, at);
        runStart = at + 1;
        if ((kind & CONTROL) !== 0) hasOther = true;
      }
      if ((kind & SEPARATOR) !== 0) {
        spaced = lastSeparator === at - 2 ? spaced + 1 : 0;
        if (spaced === MIN_SPACED) hasSpaced = true;
        lastSeparator = at;
      }
      before = kind;
    }
    if (length - runStart >= MIN_RUN) runs.push(runStart, length);
    if (key !== '') for (const target of this.#byKey) if (target.key.test(key)) verify(target, 0, length);

    const sight: Sight = { hasOther, hasSpaced, runs };
    const decoders = this.#decoders.filter((decoder, number) => called[number] === 1 || decoder.when?.(sight));
    return { ...sight, hits, decoders };
  }
}

class CurrentPlace implements Place {
  text = '';
  key = '';
  start = 0;
  end = 0;
  #words: string | undefined;

  open(text: string, key: string): void {
    this.text = text;
    this.key = key;
    this.#words = undefined;
  }

  move(start: number, end: number): void {
    if (start === this.start && end === this.end) return;
    this.start = start;
    this.end = end;
    this.#words = undefined;
  }

  isLabelled(words: RegExp): boolean {
    if (this.key !== '' && words.test(this.key)) return true;
    const { text, start, end } = this;
    this.#words ??= `${toWords(text.slice(Math.max(0, start - LABEL_DISTANCE), start))} | ${toWords(text.slice(end, end + LABEL_DISTANCE))}`;
    return words.test(this.#words);
  }
}

const has = (anchors: readonly string[] | undefined, word: string): boolean =>
  anchors?.some((anchor) => anchor.toLowerCase() === word) ?? false;
