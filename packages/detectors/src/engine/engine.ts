import type { Decoder, Scan } from '../decoders/decoder.js';
import type { Detector, Group, Hit } from '../detector.js';
import { INSPECTION_LIMIT } from '../families/limits.js';
import type { Automaton } from './anchors.js';
import type { Anchor } from './chance.js';
import { CurrentSite } from './current-site.js';
import { indexRules, type Ending } from './index-rules.js';
import type { KeyRules } from './key-rules.js';
import type { Shapes } from './shapes.js';
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
  /** Where its rule looked; absent for a rule that follows from the key. */
  readonly anchor?: Anchor;
}

/** Of most texts. */
const NOTHING: Match = { hits: [], calls: [], hasOther: false, spaced: [], listed: [], runs: [] };

/** In one text. A text with more is reported as too much to inspect, and the scan of it ends. */
const MAX_HITS = 10_000;
/** `onWork` is called once for so many sites: some texts have an anchor at each character. */
const REPORT_EVERY = 64;

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

/** Reads a text once and calls the rules that an anchor, a shape or a key leads to. */
export class Engine {
  readonly #automaton: Automaton;
  /** By the number of the final state. */
  readonly #endings: readonly Ending[];
  readonly #shapes: Shapes<Target>;
  readonly #keys: KeyRules;
  readonly #decoders: readonly Decoder[];
  readonly #site: CurrentSite;
  #hits: TypedHit[] = [];
  #skipped: Group | undefined;
  #onWork: ((characters: number) => void) | undefined;
  #verified = 0;
  /** What the site is to enter before the first rule looks; most texts have none. */
  #text = '';
  #key = '';
  #isEntered = false;

  constructor(detectors: readonly Detector[], decoders: readonly Decoder[] = []) {
    const { labels, automaton, endings, shapes, keys } = indexRules(detectors, decoders);
    this.#site = new CurrentSite(labels);
    this.#automaton = automaton;
    this.#endings = endings;
    this.#shapes = shapes;
    this.#keys = keys;
    this.#decoders = decoders;
  }

  /**
   * @param key the words of the key that labels the text
   * @param parent the words of the key around that, which may name a vendor
   * @param skipped types of this group are skipped
   * @param onWork called regularly while rules look; what it throws ends the scan
   */
  look(text: string, key: string, parent = '', skipped?: Group, onWork?: (characters: number) => void): Match {
    this.#begin(text, key, skipped, onWork);
    const { classes, next, width, firstFinal } = this.#automaton;
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
      state = code < 128 ? next[state + classes[code]!]! : 0; // by hand: see `anchors.ts`
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
    const scan: Scan = { hasOther, spaced: spacedAt ?? [], listed: listedAt ?? [], runs: runs ?? [] };
    return { ...scan, hits: this.#hits, calls: this.#callsFor(scan, places) };
  }

  #begin(
    text: string,
    key: string,
    skipped: Group | undefined,
    onWork: ((characters: number) => void) | undefined,
  ): void {
    this.#skipped = skipped;
    this.#onWork = onWork;
    this.#text = text;
    this.#key = key;
    this.#isEntered = false;
    this.#hits = [];
  }

  /** @param places by the number of the decoder, where its anchors end */
  #callsFor(scan: Scan, places: readonly (readonly number[] | undefined)[] = []): readonly Call[] {
    const calls: Call[] = [];
    for (let number = 0; number < this.#decoders.length; number++) {
      const decoder = this.#decoders[number]!;
      const found = places[number];
      if (found !== undefined || decoder.when?.(scan) === true) calls.push({ decoder, places: found ?? [] });
    }
    return calls;
  }

  readonly #verify = ({ detector, verify, words, needs }: Target, start: number, end: number, isKey = false): void => {
    const hits = this.#hits;
    if (hits.length > MAX_HITS || detector.group === this.#skipped) return;
    if (++this.#verified % REPORT_EVERY === 0) this.#onWork?.(0);
    if (!this.#isEntered) this.#site.enter(this.#text, this.#key);
    this.#isEntered = true;
    this.#site.move(start, end);
    if (needs && !this.#site.isNearAny(needs)) return;
    const found = verify(this.#site);
    if (!found) return;
    if (hits.length === MAX_HITS) hits.push({ detector: INSPECTION_LIMIT, start, end, confidence: 1 });
    else {
      const { confidence } = found;
      const hit = { detector, start: found.start, end: found.end, confidence };
      hits.push(isKey ? hit : { ...hit, anchor: { start, end, words } });
    }
  };
}
