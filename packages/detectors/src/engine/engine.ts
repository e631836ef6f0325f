import type { Decoder, Scan } from '../decoders/decoder.js';
import type { Detector, Group, Hit } from '../detector.js';
import { INSPECTION_LIMIT } from '../families/limits.js';
import { buildAutomaton, type Automaton } from './anchors.js';
import type { Anchor } from './chance.js';
import { CurrentPlace } from './current-place.js';
import { KeyRules } from './key-rules.js';
import { LabelWords } from './label-words.js';
import { Shapes } from './shapes.js';
import type { Target } from './target.js';

/** What one text holds. */
export interface Match extends Scan {
  readonly hits: readonly TypedHit[];
  /** Decoders that may read something in it. */
  readonly calls: readonly Call[];
}

/** A decoder, and where its anchors end. */
export interface Call {
  readonly decoder: Decoder;
  readonly places: readonly number[];
}

export interface TypedHit extends Hit {
  readonly detector: Detector;
  /** Where its rule looked; nothing where a key told it to. */
  readonly anchor?: Anchor;
}

/** What is done where words end. */
interface Ending {
  readonly targets: readonly { readonly target: Target; readonly length: number }[];
  /** The numbers of the decoders that are called. */
  readonly calls: readonly number[];
}

/** Of most texts. */
const NOTHING: Match = { hits: [], calls: [], hasOther: false, spaced: [], listed: [], runs: [] };

/** In one text. What has more is told as too much to look at, and not looked at further. */
const MAX_HITS = 10_000;
/** So often what a rule looks at is told: some texts have an anchor at each character. */
const TELL_EVERY = 64;

const MIN_RUN = 11;
const MIN_SPACED = 5;

/* What a character can be, as bits. */
const DIGIT = 1;
const RUN = 2;
const SEPARATOR = 4;
const OTHER = 8;
const KINDS = new Uint8Array(128).map((_, code) => {
  const char = String.fromCharCode(code);
  return (
    (/\d/.test(char) ? DIGIT : 0) |
    (/[\w+/=-]/.test(char) ? RUN : 0) |
    (/[ .\-_,:;|/*\t\n]/.test(char) ? SEPARATOR : 0) |
    (/[^\P{Cc}\t\n\r]/u.test(char) ? OTHER : 0)
  );
});

/** Goes over a text once and lets the rules look where an anchor, a shape or a key says so. */
export class Engine {
  readonly #automaton: Automaton;
  /** By the number of the final state. */
  readonly #endings: readonly Ending[];
  readonly #shapes = new Shapes<Target>();
  readonly #keys: KeyRules;
  readonly #decoders: readonly Decoder[];
  readonly #place: CurrentPlace;
  #hits: TypedHit[] = [];
  #skipped: Group | undefined;
  #onWork: ((characters: number) => void) | undefined;
  #verified = 0;

  constructor(detectors: readonly Detector[], decoders: readonly Decoder[] = []) {
    const labels = new LabelWords(detectors.flatMap(({ rules }) => rules.flatMap(({ needs = [] }) => needs)));
    this.#place = new CurrentPlace(labels);
    const rules = detectors.flatMap((detector) =>
      detector.rules.map((rule) => ({
        rule,
        target: {
          detector,
          verify: rule.verify,
          words: rule.anchors,
          needs: rule.needs && labels.toNumbers(rule.needs),
        },
      })),
    );
    const byWord = new Map<string, { targets: Target[]; calls: number[] }>();
    const at = (word: string) => {
      const folded = word.toLowerCase();
      let found = byWord.get(folded);
      if (!found) byWord.set(folded, (found = { targets: [], calls: [] }));
      return found;
    };
    for (const { rule, target } of rules) {
      for (const word of new Set(rule.anchors)) at(word).targets.push(target);
      for (const shape of rule.shapes ?? []) this.#shapes.add(shape, target);
    }
    for (const [number, { anchors = [] }] of decoders.entries())
      for (const word of anchors) at(word).calls.push(number);
    const words = [...byWord];
    this.#automaton = buildAutomaton(words.map(([word]) => word));
    this.#endings = this.#automaton.words.map((numbers) => {
      const ended = numbers.flatMap((number) => words.slice(number, number + 1));
      const targets = ended.flatMap(([word, { targets: all }]) =>
        all.map((target) => ({ target, length: word.length })),
      );
      return { targets, calls: ended.flatMap(([, { calls }]) => calls) };
    });
    this.#keys = new KeyRules(rules);
    this.#decoders = decoders;
  }

  /**
   * @param key the words of the key that labels the text
   * @param parent the words of the key around that, which may name a vendor
   * @param skipped types of this group are not looked for
   * @param onWork called now and then while rules look; what it throws ends the look
   */
  look(text: string, key: string, parent = '', skipped?: Group, onWork?: (characters: number) => void): Match {
    this.#skipped = skipped;
    this.#onWork = onWork;
    const { classes, next, width, firstFinal } = this.#automaton;
    this.#place.enter(text, key);
    this.#hits = [];
    let runs: number[] | undefined;
    let spacedAt: number[] | undefined;
    let listedAt: number[] | undefined;
    let places: (number[] | undefined)[] | undefined;

    let state = 0;
    let runStart = 0;
    let wasDigit = false;
    let lastSeparator = -2;
    let spaced = 0;
    let listed = 0;
    let hasOther = false;
    const { length } = text;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? KINDS[code]! : OTHER;
      state = code < 128 ? next[state + classes[code]!]! : 0;
      if (state >= firstFinal) {
        const { targets, calls } = this.#endings[(state - firstFinal) / width]!;
        for (const number of calls) ((places ??= [])[number] ??= []).push(at + 1);
        for (const { target, length: wordLength } of targets) this.#verify(target, at + 1 - wordLength, at + 1);
      }
      if (kind === RUN) {
        wasDigit = false;
        continue; // a letter, as most characters are
      }
      if ((kind & DIGIT) !== 0) {
        if (!wasDigit) this.#shapes.find(text, at, this.#verify);
        wasDigit = true;
        continue;
      }
      const wasNumber = wasDigit;
      wasDigit = false;
      if ((kind & RUN) === 0) {
        if (at - runStart >= MIN_RUN) (runs ??= []).push(runStart, at);
        runStart = at + 1;
        if ((kind & OTHER) !== 0) hasOther = true;
      }
      if ((kind & SEPARATOR) !== 0) {
        const distance = at - lastSeparator;
        if (distance > 3) spaced = 0;
        else if (distance > 1 && ++spaced % MIN_SPACED === 0) (spacedAt ??= []).push(at);
        if (distance > 4 || (distance > 1 && !wasNumber)) listed = 0;
        else if (distance > 1 && ++listed % MIN_SPACED === 0) (listedAt ??= []).push(at);
        lastSeparator = at;
      }
    }
    if (length - runStart >= MIN_RUN) (runs ??= []).push(runStart, length);
    if (key !== '') for (const target of this.#keys.of(key, parent)) this.#verify(target, 0, length, true);

    if (this.#hits.length === 0 && !runs && !places && !hasOther && !spacedAt && !listedAt) return NOTHING;
    const sight: Scan = { hasOther, spaced: spacedAt ?? [], listed: listedAt ?? [], runs: runs ?? [] };
    const calls: Call[] = [];
    for (let number = 0; number < this.#decoders.length; number++) {
      const decoder = this.#decoders[number]!;
      const found = places?.[number];
      if (found !== undefined || decoder.when?.(sight) === true) calls.push({ decoder, places: found ?? [] });
    }
    return { ...sight, hits: this.#hits, calls };
  }

  readonly #verify = ({ detector, verify, words, needs }: Target, start: number, end: number, isKey = false): void => {
    const hits = this.#hits;
    if (hits.length > MAX_HITS || detector.group === this.#skipped) return;
    if (++this.#verified % TELL_EVERY === 0) this.#onWork?.(0);
    this.#place.move(start, end);
    if (needs && !this.#place.isNearAny(needs)) return;
    const found = verify(this.#place);
    if (!found) return;
    if (hits.length === MAX_HITS) hits.push({ detector: INSPECTION_LIMIT, start, end, confidence: 1 });
    else {
      const { confidence } = found;
      const hit = { detector, start: found.start, end: found.end, confidence };
      hits.push(isKey ? hit : { ...hit, anchor: { start, end, words } });
    }
  };
}
