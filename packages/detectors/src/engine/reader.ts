import type { CustomTypes } from '../custom.js';
import type { Decoder, Reading } from '../decoders/decoder.js';
import { NO_OTHERS, type Others } from '../decoders/others.js';
import type { Described, TextRange } from '../detector.js';
import { BINARY_LIMIT, INSPECTION_LIMIT } from '../own-types.js';
import { createBudget, findPacked } from '../packed/find-packed.js';
import type { Budget } from '../packed/unpacking.js';
import { bitsNeeded, bitsOf, isAmongRandom, isShapeInNoise, placesFor, PRINTABLE_BITS, sumOfRuns } from './chance.js';
import type { Engine, Match, TypedHit } from './engine.js';
import { MAX_READ, MessageAccount } from './message-account.js';
import { isKnown, nameKnown, withoutParts } from './known-hits.js';
import { toLayers } from './layers.js';
import { nearReadings } from './near-readings.js';
import { toOriginalText, toViewText, type Account, type ViewText } from './view-text.js';
import { View } from './view.js';

/** A hit in a text, and how the text had to be read for it. */
export interface LocatedMatch extends TypedHit {
  /** `text`, or the decoders, the outermost first: `base64 unicode+percent`. */
  readonly view: string;
}

/** How often a reading may be read again: more than anything does by itself. */
const MAX_DEPTH = 8;

export interface ReaderOptions {
  readonly custom?: CustomTypes | undefined;
  /** See `ScanOptions`. */
  readonly onWork?: ((characters: number) => void) | undefined;
}

/** Reads the texts of one message, as they stand and in every other writing, and keeps account of how much that is. */
export class Reader {
  /** The ones of the text that was read last. */
  others: Others = NO_OTHERS;
  /** Something was left out of what was found in it, because chance puts that into a message with so many bytes. */
  hasLeftOut = false;
  /** It has a word of a value that is sure by itself, which may go on elsewhere. */
  mayBeCut = false;
  readonly account: MessageAccount = new MessageAccount();
  readonly #engine: Engine;
  readonly #custom: CustomTypes | undefined;
  readonly #onWork: ReaderOptions['onWork'];
  #budget: Budget | undefined;

  constructor(engine: Engine, { custom, onWork }: ReaderOptions = {}) {
    this.#engine = engine;
    this.#onWork = onWork;
    this.#custom = custom?.isEmpty === true ? undefined : custom;
  }

  /**
   * All that is in a text. What there was no room to read is a match of its own.
   * @param key the words of the key that labels the text
   * @param parent the words of the key around that
   * @param isBinary what stands around the text says that it holds no text, but a picture, an archive or the like
   */
  read(text: string, key: string, parent = '', isBinary = false): readonly LocatedMatch[] {
    this.account.texts.room += (this.account.passed + text.length) * MAX_READ;
    const first = this.#look(text, key, parent);
    this.others = first.others;
    this.mayBeCut = this.#engine.hasSure;
    this.hasLeftOut = false;
    if (first.runs.length > 0) this.account.mass += sumOfRuns(first.runs);
    const matches: LocatedMatch[] = [];
    for (const hit of first.hits)
      if (hit.detector.isOfReadings !== true && !this.#isByChance(hit, text, first))
        matches.push({ ...hit, view: 'text' });
    const knownValues = matches.filter(isKnown);
    if (first.calls.length === 0) return matches;

    const known = new Map(first.hits.map((each) => [identify(each), each.confidence]));
    const pending = this.#viewsOf(toOriginalText(text, this.account.texts), first, matches, isBinary);
    for (const source of pending) {
      const result = this.#look(source.text, key, parent);
      for (const hit of result.hits) {
        // A hit that no reading has changed, nor its label, was found before, or something further away says that it is
        // none.
        if (source.view?.concerns(hit.start, hit.end) === false) continue;
        const match = { ...hit, ...source.toOriginal(hit.start, hit.end), view: source.name };
        // It repeats what stands around its readings.
        const identity = identify(match);
        if ((known.get(identity) ?? 0) >= match.confidence) continue;
        known.set(identity, match.confidence);
        if (!this.#isByChance(hit, source.text, result, source)) matches.push(match);
      }
      pending.push(...this.#viewsOf(source, result, matches, isBinary));
    }
    return withoutParts(matches, knownValues);
  }

  /** Keeps account of what was passed over. */
  settle(): void {
    this.account.texts.room += this.account.passed * MAX_READ;
    this.#report(0);
  }

  #report(length: number): void {
    const { passed } = this.account;
    this.account.passed = 0;
    this.#onWork?.(passed + length);
  }

  #look(text: string, key: string, parent: string): Match {
    this.#report(text.length);
    const result = this.#engine.look(text, key, parent, this.#onWork);
    const custom = this.#custom?.find(text) ?? [];
    if (result.hits.length + custom.length === 0) return result;
    return { ...result, hits: [...nameKnown(text, result.hits), ...custom] };
  }

  #isByChance(hit: TypedHit, text: string, match: Match, source?: ViewText): boolean {
    const isLeftOut = this.#standsByChance(hit, text, match, source);
    this.hasLeftOut ||= isLeftOut;
    return isLeftOut;
  }

  /** So many random characters as the message has would hold such a thing once in 10,000 messages or more often. */
  #standsByChance(hit: TypedHit, text: string, { runs }: Match, source?: ViewText): boolean {
    const { start, end, detector } = hit;
    if (detector.group === 'orders') return false; // sentences are never random
    this.account.asksChance = true;
    // A value without a form of its own is soon found in noise, and where parts of a text meet.
    const { view } = source ?? {};
    if (detector.generic === true && (view?.isLoose(start, end) || view?.hasGap(start, end))) return true;
    const fragment = source?.fragmentAt(start, end);
    if (fragment) {
      if (detector.generic === true && fragment.text.length < LEAST_FRAGMENT) return true;
      if (isShapeInNoise(text, hit, fragment.text)) return true;
      const others = Math.max(0, fragment.text.length - (end - start));
      const places = Math.max(fragment.places, ALIGNED * this.account.mass);
      return bitsOf(text, hit, 256) + others * PRINTABLE_BITS < bitsNeeded(places);
    }
    return (
      bitsOf(text, hit, 64) < bitsNeeded(placesFor(hit, this.account.mass, runs)) && isAmongRandom(text, hit, runs)
    );
  }

  /** The views that the decoders read in a text; a view without room becomes a match. */
  #viewsOf(source: ViewText, found: Match, matches: LocatedMatch[], isBinary: boolean): ViewText[] {
    const views: ViewText[] = [];
    const { view } = source;
    const result = view ? nearReadings(found, view) : found;
    const isRead = ({ start, end }: TextRange): boolean => view?.isRead(start, end) ?? true;
    const all = findPacked(source.text, result.runs, (this.#budget ??= createBudget())).filter(isRead);
    this.account.hasUnpacked ||= all.length > 0;
    const packed = all.filter(({ isUnknown }) => isUnknown !== true);
    for (const kind of ['characters', 'runs'] as const) {
      const written: { readonly decoder: Decoder; readonly readings: readonly Reading[] }[] = [];
      for (const { decoder, places } of result.calls) {
        if (decoder.reads !== kind) continue;
        this.#onWork?.(source.text.length);
        const room = Math.max(0, source.account.room);
        const readings = decoder.read(source.text, { ...result, packed }, places, room).filter(isRead);
        if (readings.length > 0) written.push({ decoder, readings });
        for (const reading of readings)
          if (reading.isCut)
            matches.push(toLimit(source, [reading], reading.isBinary === true ? BINARY_LIMIT : source.account.limit));
      }
      if (written.length === 0) continue;
      const names = written.map(({ decoder }) => decoder.name).join('+');
      for (const readings of toLayers(written.map((each) => each.readings)))
        this.#addView(source, readings, names, this.#accountFor(source, readings), views, matches);
    }
    for (const each of all) {
      // A file that declares itself an archive was not packed to hide what it says.
      if (each.isCut)
        matches.push(toLimit(source, [each], each.mayBeText && !isBinary ? INSPECTION_LIMIT : BINARY_LIMIT));
      this.account.binaries.room += 2 * MAX_READ * (each.end - each.start);
      if (each.readings.length > 0)
        this.#addView(source, each.readings, 'packed', this.account.binaries, views, matches);
    }
    return views;
  }

  /** Rows of characters among other bytes are no text that somebody wrote, however often they can be read again. */
  #accountFor({ account }: ViewText, readings: readonly Reading[]): Account {
    if (account !== this.account.texts || !readings.every(({ isAlone }) => isAlone)) return account;
    this.account.binaries.room += 2 * MAX_READ * readings.reduce((sum, { text }) => sum + text.length, 0);
    return this.account.binaries;
  }

  #addView(
    source: ViewText,
    readings: readonly Reading[],
    names: string,
    account: Account,
    views: ViewText[],
    matches: LocatedMatch[],
  ): void {
    const view = new View(source.text, readings);
    if (view.text === source.text) return; // read as what it is
    account.room -= view.text.length;
    // A reading beside an earlier one is no layer within it.
    const isWithin = readings.some(({ start, end }) => source.view?.overlaps(start, end) ?? true);
    const depth = source.depth + (isWithin ? 1 : 0);
    if (account.room < 0 || depth > MAX_DEPTH) matches.push(toLimit(source, readings, account.limit));
    else views.push(toViewText(source, view, `${source.name} ${names}`.trim(), account, depth));
  }
}

/** Groups of four characters of base64 may begin at any of them, and are three bytes. */
const ALIGNED = 3;
/** Characters that are text by chance once in 10 million places. */
const LEAST_FRAGMENT = 16;

const identify = ({ detector, start, end }: TypedHit): string => `${detector.id} ${start} ${end}`;

const toLimit = (source: ViewText, readings: readonly TextRange[], detector: Described): LocatedMatch => ({
  detector,
  ...source.toOriginal(readings[0]?.start ?? 0, readings.at(-1)?.end ?? 0),
  confidence: 1,
  view: source.name || 'text',
});
