import type { Decoder, Scan } from '../decoders/decoder.js';
import { NO_OTHERS, othersOf } from '../decoders/others.js';
import type { Described, Hit } from '../detector.js';
import { INSPECTION_LIMIT } from '../own-types.js';
import type { Lead, RuleIndex } from '../catalogue/catalogue.js';
import type { KeyRules } from '../catalogue/key-rules.js';
import type { Shapes } from '../catalogue/shapes.js';
import {
  DIGITS,
  LISTED,
  NUMBER_SHIFT,
  NUMBERS,
  PLACE_SHIFT,
  RUN_BEGINS,
  RUN_ENDS,
  SPACED,
  WORD,
} from '../catalogue/sweep-layout.js';
import type { Sweep } from '../catalogue/sweep.js';
import type { ShapeTargets, Target } from '../catalogue/target.js';
import { edgesBefore, edgesBehind } from '../rules/edges.js';
import type { Anchor } from './chance.js';
import { CurrentSite } from './current-site.js';
import { Hashes } from './hashes.js';

/** The result of one text. */
export interface Match extends Scan {
  readonly hits: readonly TypedHit[];
  /** Decoders that may read something in it. */
  readonly calls: readonly RuleCall[];
}

/** A decoder, and where its anchors end. */
export interface RuleCall {
  readonly decoder: Decoder;
  readonly places: readonly number[];
}

export interface TypedHit extends Hit {
  readonly detector: Described;
  /** The type that it would be, if everybody did not know it. */
  readonly sampleOf?: string;
  /** The place at which its rule looked; absent for a rule that follows from the key. */
  readonly anchor?: Anchor | undefined;
}

const NONE: readonly number[] = [];
/** The result of most texts. */
const NOTHING: Match = { hits: [], calls: [], others: NO_OTHERS, spaced: [], listed: [], runs: [] };

/** In one text. A text with more is reported as too much to inspect, and the scan of it ends. */
const MAX_HITS = 10_000;
/** `onWork` is called once for so many sites: some texts have an anchor at each character. */
const REPORT_EVERY = 64;

const MIN_RUN = 11;

const ZERO = 0x30;

/** Reads a text once and calls the rules that an anchor, a shape or a key leads to. */
export class Engine {
  readonly #index: RuleIndex;
  readonly #sweep: Sweep;
  readonly #shapes: Shapes<ShapeTargets>;
  readonly #hashes = new Hashes();
  readonly #keys: KeyRules<Target>;
  readonly #decoders: readonly Decoder[];
  readonly #ofTexts: readonly Decoder[];
  readonly #site: CurrentSite;
  #hits: TypedHit[] = [];
  #runs: number[] | undefined;
  #runStart = -1;
  #spaced: number[] | undefined;
  #listed: number[] | undefined;
  /** The text that was looked at last has a word of a value that is sure by itself: it may be cut. */
  hasSure = false;
  /** The ends of anchors, by the number of the decoder. */
  #places: (number[] | undefined)[] | undefined;
  #onWork: ((characters: number) => void) | undefined;
  #verified = 0;
  /** The site enters this text before the first rule looks; most texts have no rule that does. */
  #text = '';
  #key = '';
  #isEntered = false;
  /** The edges before the shapes that begin at one place, and their first digit as a bit. */
  #edges = 0;
  #firstDigit = 0;

  constructor(index: RuleIndex, decoders: readonly Decoder[] = []) {
    this.#site = new CurrentSite(() => index.createLabels());
    this.#index = index;
    this.#sweep = index.sweep;
    this.#shapes = index.shapes;
    this.#keys = index.keys;
    this.#decoders = decoders;
    this.#ofTexts = decoders.filter(({ isFor }) => isFor !== undefined);
  }

  /**
   * @param key the words of the key that labels the text
   * @param parent the words of the key around that, which may name a vendor
   * @param onWork called regularly while rules look; what it throws ends the scan
   */
  look(text: string, key: string, parent = '', onWork?: (characters: number) => void): Match {
    this.#begin(text, key, onWork);
    const sweep = this.#sweep;
    sweep.begin(text);
    const { events } = sweep;
    for (let count = sweep.next(); count >= 0; count = sweep.next())
      for (let index = 0; index < count; index++) {
        const event = events[index]!;
        const at = sweep.base + (event >>> PLACE_SHIFT);
        if ((event & WORD) === 0) this.#follow(at, event);
        else this.#visitWords(this.#index.leads((event >>> NUMBER_SHIFT) & NUMBERS), at);
      }
    const { length } = text;
    if (this.#runStart >= 0) (this.#runs ??= []).push(this.#runStart, length);
    if (key !== '') for (const target of this.#keys.of(key, parent)) this.#verify(target, 0, length, true);

    const { hasOther } = sweep;
    const isEmpty = !this.#runs && !this.#spaced && !this.#listed && !this.#places && this.#hits.length === 0;
    if (isEmpty && !hasOther && !this.#ofTexts.some(({ isFor }) => isFor?.(text) === true)) return NOTHING;
    const scan: Scan = {
      others: hasOther && this.#decoders.length > 0 ? othersOf(text) : NO_OTHERS,
      spaced: this.#spaced ?? NONE,
      listed: this.#listed ?? NONE,
      runs: this.#runs ?? NONE,
    };
    return { ...scan, hits: this.#hits, calls: this.#callsFor(scan, this.#places) };
  }

  /** A rule looks at a whole text for what its key, or the one around that, says; see `look`. */
  heeds(key: string): boolean {
    return this.#keys.hasFor(key);
  }

  /** @param event of the sweep that is no word */
  #follow(at: number, event: number): void {
    if ((event & DIGITS) !== 0) this.#findShapes(this.#text, at);
    if ((event & RUN_BEGINS) !== 0) this.#runStart = at + 1 - MIN_RUN;
    if ((event & RUN_ENDS) !== 0) {
      (this.#runs ??= []).push(this.#runStart, at);
      this.#runStart = -1;
    }
    if ((event & SPACED) !== 0) (this.#spaced ??= []).push(at);
    if ((event & LISTED) !== 0) (this.#listed ??= []).push(at);
  }

  #visitWords(leads: readonly Lead[], start: number): void {
    for (let number = 0; number < leads.length; number++) {
      const { length, targets, calls, sure } = leads[number]!;
      const end = start + length;
      if (sure && !this.hasSure) this.hasSure = isSure(sure, this.#text, start, end);
      for (let index = 0; index < calls.length; index++) ((this.#places ??= [])[calls[index]!] ??= []).push(end);
      for (let index = 0; index < targets.length; index++) {
        const target = targets[index]!;
        const { digitWithin } = target;
        if (digitWithin === 0 || this.#sweep.mayHaveDigit(start, end + digitWithin)) this.#verify(target, start, end);
      }
    }
  }

  #findShapes(text: string, start: number): void {
    if (this.#hashes.has(start)) return;
    this.#edges = edgesBefore(text, start);
    this.#firstDigit = 1 << (text.charCodeAt(start) - ZERO);
    this.#shapes.find(text, start, this.#visitShape);
  }

  readonly #visitShape = (found: ShapeTargets, start: number, end: number): void => {
    const targets = found.at(this.#edges | edgesBehind(this.#text, end));
    for (let index = 0; index < targets.length; index++) {
      const target = targets[index]!;
      if ((target.firstDigits & this.#firstDigit) !== 0) this.#verify(target, start, end);
    }
  };

  #begin(text: string, key: string, onWork: ((characters: number) => void) | undefined): void {
    this.#onWork = onWork;
    this.#text = text;
    this.#key = key;
    this.#hashes.enter(text);
    this.#isEntered = false;
    this.#hits = [];
    this.hasSure = false;
    this.#runs = undefined;
    this.#runStart = -1;
    this.#spaced = undefined;
    this.#listed = undefined;
    this.#places = undefined;
  }

  /** @param places by the number of the decoder, where its anchors end */
  #callsFor(scan: Scan, places: readonly (readonly number[] | undefined)[] = []): readonly RuleCall[] {
    const calls: RuleCall[] = [];
    for (let number = 0; number < this.#decoders.length; number++) {
      const decoder = this.#decoders[number]!;
      const found = places[number];
      if (found !== undefined || decoder.when?.(scan) === true || decoder.isFor?.(this.#text) === true)
        calls.push({ decoder, places: found ?? [] });
    }
    return calls;
  }

  readonly #verify = (target: Target, start: number, end: number, isKey = false): void => {
    const hits = this.#hits;
    if (hits.length > MAX_HITS) return;
    if (++this.#verified % REPORT_EVERY === 0) this.#onWork?.(0);
    if (!this.#isEntered) this.#site.enter(this.#text, this.#key);
    this.#isEntered = true;
    this.#site.move(start, end);
    if (target.needs !== undefined && !this.#site.isNearAny(target.needs)) return;
    const found = target.verify(this.#site);
    if (!found) return;
    const { confidence, others = [] } = found;
    const { detector, words } = target;
    const anchor = isKey ? undefined : { start, end, words };
    for (const { start: from, end: to } of [found, ...others])
      if (hits.length < MAX_HITS) hits.push({ detector, start: from, end: to, confidence, anchor });
      else if (hits.length === MAX_HITS) hits.push({ detector: INSPECTION_LIMIT, start: from, end: to, confidence: 1 });
  };
}

/** A word stands there as one of these is written. One of three characters is often the end of another. */
const isSure = (words: ReadonlySet<string>, text: string, start: number, end: number): boolean =>
  words.has(text.slice(start, end)) && (end - start > 3 || !/[A-Za-z]/.test(text.charAt(start - 1)));
