import type { CustomTypes } from '../custom.js';
import type { Decoder, Reading } from '../decoders/decoder.js';
import type { Group } from '../detector.js';
import { INSPECTION_LIMIT } from '../families/limits.js';
import type { Engine, Seen, TypedHit } from './engine.js';
import { isKnown, nameKnown, withoutParts } from './known-hits.js';
import { View, type Span } from './view.js';

/** What was found in a text, and how it had to be read for that. */
export interface Spot extends TypedHit {
  /** `text`, or the decoders, the outermost first: `base64 unicode+percent`. */
  readonly view: string;
}

/** Of what is read out of a message, in characters per character of it, and in all at least. */
const MAX_READ = 4;
const MIN_ROOM = 65_536;
/** How often a reading may be read again: more than anything does by itself. */
const MAX_DEPTH = 8;

/** A text, or a view of one. */
interface Sheet {
  readonly text: string;
  readonly name: string;
  readonly depth: number;
  /** Absent where the text is the original. */
  readonly view?: View;
  toOriginal(start: number, end: number): Span;
}

export interface ReaderOptions {
  readonly custom?: CustomTypes | undefined;
  readonly skipNetwork?: boolean | undefined;
  /** See `ScanOptions`. */
  readonly onWork?: ((characters: number) => void) | undefined;
}

/** Reads the texts of one message, as they stand and in every other writing, and keeps account of how much that is. */
export class Reader {
  readonly #engine: Engine;
  readonly #custom: CustomTypes | undefined;
  readonly #skipped: Group | undefined;
  readonly #onWork: ReaderOptions['onWork'];
  #room = MIN_ROOM;

  constructor(engine: Engine, { custom, skipNetwork, onWork }: ReaderOptions = {}) {
    this.#engine = engine;
    this.#onWork = onWork;
    this.#custom = custom;
    this.#skipped = skipNetwork === true ? 'pii.network' : undefined;
  }

  /**
   * All that is in a text. What there was no room to read is a spot of its own.
   * @param key the words of the key that labels the text
   * @param parent the words of the key around that
   */
  read(text: string, key: string, parent = ''): readonly Spot[] {
    this.#room += text.length * MAX_READ;
    const spots: Spot[] = [];
    const first = this.#look(text, key, parent);
    for (const found of first.hits) spots.push({ ...found, view: 'text' });
    const knownValues = spots.filter(isKnown);
    if (first.calls.length === 0) return spots;

    const known = new Map(spots.map((each) => [identify(each), each.confidence]));
    const sheets = this.#viewsOf(
      { text, name: '', depth: 0, toOriginal: (start, end) => ({ start, end }) },
      first,
      spots,
    );
    for (const sheet of sheets) {
      const seen = this.#look(sheet.text, key, parent);
      for (const found of seen.hits) {
        // What has no form of its own is soon found in noise.
        if (found.detector.generic === true && sheet.view?.isChance(found.start, found.end) === true) continue;
        const spot = { ...found, ...sheet.toOriginal(found.start, found.end), view: sheet.name };
        // It repeats what stands around its readings.
        const identity = identify(spot);
        if ((known.get(identity) ?? 0) >= spot.confidence) continue;
        known.set(identity, spot.confidence);
        spots.push(spot);
      }
      sheets.push(...this.#viewsOf(sheet, seen, spots));
    }
    return withoutParts(spots, knownValues);
  }

  #look(text: string, key: string, parent: string): Seen {
    this.#onWork?.(text.length);
    const seen = this.#engine.look(text, key, parent, this.#skipped, this.#onWork);
    const custom = this.#custom?.find(text) ?? [];
    if (seen.hits.length + custom.length === 0) return seen;
    return { ...seen, hits: [...nameKnown(text, seen.hits), ...custom] };
  }

  /** What the decoders read in a sheet; what there is no room for becomes a spot. */
  #viewsOf(sheet: Sheet, seen: Seen, spots: Spot[]): Sheet[] {
    const views: Sheet[] = [];
    for (const kind of ['characters', 'runs'] as const) {
      const written: Written[] = [];
      for (const { decoder, places } of seen.calls) {
        if (decoder.reads !== kind) continue;
        const { view } = sheet;
        this.#onWork?.(sheet.text.length);
        const all = decoder.read(sheet.text, seen, places, Math.max(0, this.#room));
        const readings = view ? all.filter(({ start, end }) => view.isRead(start, end)) : all;
        if (readings.length > 0) written.push({ decoder, readings });
        for (const reading of readings) if (reading.isCut) spots.push(toLimit(sheet, [reading]));
      }
      if (written.length === 0) continue;
      const names = written.map(({ decoder }) => decoder.name).join('+');
      for (const readings of toLayers(written.map((each) => each.readings))) {
        const view = new View(sheet.text, readings);
        this.#room -= view.text.length;
        if (this.#room < 0 || sheet.depth === MAX_DEPTH) spots.push(toLimit(sheet, readings));
        else views.push(toSheet(sheet, view, `${sheet.name} ${names}`.trim()));
      }
    }
    return views;
  }
}

const identify = ({ detector, start, end }: Spot): string => `${detector.id} ${start} ${end}`;

interface Written {
  readonly decoder: Decoder;
  readonly readings: readonly Reading[];
}

const toSheet = (sheet: Sheet, view: View, name: string): Sheet => ({
  text: view.text,
  name,
  depth: sheet.depth + 1,
  view,
  toOriginal(start, end) {
    const span = view.toOriginal(start, end);
    return sheet.toOriginal(span.start, span.end);
  },
});

const toLimit = (sheet: Sheet, readings: readonly Reading[]): Spot => ({
  detector: INSPECTION_LIMIT,
  ...sheet.toOriginal(readings[0]?.start ?? 0, readings.at(-1)?.end ?? 0),
  confidence: 1,
  view: sheet.name || 'text',
});

/** As few lists as hold all readings in order and without overlap. */
function toLayers(lists: readonly (readonly Reading[])[]): readonly (readonly Reading[])[] {
  if (lists.length <= 1) return lists;
  const layers: Reading[][] = [];
  for (const reading of lists.reduce(merge)) {
    const layer = layers.find((each) => (each.at(-1)?.end ?? 0) <= reading.start);
    if (layer) layer.push(reading);
    else layers.push([reading]);
  }
  return layers;
}

function merge(some: readonly Reading[], others: readonly Reading[]): readonly Reading[] {
  const all: Reading[] = [];
  let next = 0;
  for (const reading of some) {
    for (let other = others[next]; other && other.start < reading.start; other = others[++next]) all.push(other);
    all.push(reading);
  }
  return all.concat(others.slice(next));
}
