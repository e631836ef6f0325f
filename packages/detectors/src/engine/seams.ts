import type { Detector, Hit, Site, Rule } from '../detector.js';
import { INSPECTION_LIMIT } from '../families/limits.js';
import { isArray, type Json } from '../json.js';
import { Engine } from './engine.js';

/** Keys and indices from the outermost value. */
type Path = readonly (string | number)[];

/** Where a value that was cut in pieces stands in one of its strings. */
export interface Seam extends Hit {
  readonly detector: Detector;
  readonly path: Path;
}

interface Part {
  /** Of the array or object, and from there to the string: joined for what is found only, as most parts hold nothing. */
  readonly base: Path;
  readonly steps: Path;
  /** Where the part begins in its string, and where in all parts together. */
  readonly offset: number;
  readonly at: number;
}

/** Of one string, in characters: no value that is looked for is longer. */
const MAX_PART = 512;
/** In one message, in pieces. What has more is told as too much to look at. */
const MAX_SEAMS = 10_000;
/** A value that the strings around it seem to go on with is found in no more pieces. */
const MAX_PIECES = 4;

/**
 * Neighbouring strings, such as the items of an array: finds what was cut at the seams between them, if a rule is
 * sure of it without any context. Most strings begin or end with a space or a full stop and cost nothing.
 */
class SeamLane {
  readonly #seams: Seams;
  #text = '';
  #parts: Part[] = [];

  constructor(seams: Seams) {
    this.#seams = seams;
  }

  /** @param steps from `base` to the string */
  add(text: string, base: Path, ...steps: Path): void {
    if (this.#parts.length > 0) {
      const head = endOfHead(text);
      if (head > 0) this.#push(text.slice(0, head), 0, base, steps);
      if (head === text.length && head < MAX_PART) return;
      this.close();
    }
    const tail = startOfTail(text);
    if (tail < text.length) this.#push(text.slice(tail), tail, base, steps);
  }

  /** No more strings follow. */
  close(): void {
    if (this.#parts.length > 1) this.#seams.look(this.#text, this.#parts);
    this.#text = '';
    this.#parts = [];
  }

  #push(text: string, offset: number, base: Path, steps: Path): void {
    this.#parts.push({ base, steps, offset, at: this.#text.length });
    this.#text += text;
  }
}

/** The rules that look at seams. */
export class SeamEngine {
  readonly #engine: Engine;
  /** Of the strings that are looked at. */
  #parts: readonly Part[] = [];

  /** @param detectors of their rules those count that are for seams */
  constructor(detectors: readonly Detector[]) {
    this.#engine = new Engine(
      detectors.map(({ rules, ...detector }) => {
        const sure = rules.filter(({ seams }) => seams);
        return Object.assign(detector, { rules: sure.map((rule) => this.#atEnds(rule)) });
      }),
    );
  }

  look(text: string, parts: readonly Part[]): readonly Seam[] {
    const seams: Seam[] = [];
    this.#parts = parts;
    for (const { detector, start, end, confidence } of this.#engine.look(text, '').hits) {
      const first = this.#partAt(start);
      const last = this.#partAt(end - 1);
      if (first === last) continue; // It was found where it stands.
      for (let part = first; part <= last; part++) {
        const { base, steps, offset, at } = parts[part]!;
        const partEnd = parts[part + 1]?.at ?? text.length;
        seams.push({
          detector,
          path: [...base, ...steps],
          confidence,
          start: offset + Math.max(0, start - at),
          end: offset + Math.min(end, partEnd) - at,
        });
      }
    }
    return seams;
  }

  /** A value may begin and end with any string, though what comes before and after it could be a part of it as well. */
  #atEnds({ verify, ...rule }: Rule): Rule {
    const verifyCut = (place: Site): Hit | undefined => {
      const whole = verify(place);
      if (whole) return whole;
      const { text, start, end, key } = place;
      const first = this.#partAt(start);
      const fronts = this.#parts.slice(Math.max(0, first - MAX_PIECES + 1), first + 1).map(({ at }) => at);
      const backs = this.#parts.slice(first + 1, first + 1 + MAX_PIECES).map(({ at }) => at);
      for (const to of backs.concat(text.length).toReversed())
        for (const from of fronts) {
          if (to < end) break;
          const found = verify({
            text: text.slice(from, to),
            start: start - from,
            end: end - from,
            key,
            isAmongWords: () => place.isAmongWords(),
            isLabelled: (words) => place.isLabelled(words),
          });
          if (found) return { ...found, start: found.start + from, end: found.end + from };
        }
      return undefined;
    };
    return { ...rule, verify: verifyCut };
  }

  #partAt(at: number): number {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#parts[middle]!.at <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Finds what one message has at its seams. */
export class Seams {
  readonly found: Seam[] = [];
  readonly #engine: SeamEngine;

  constructor(engine: SeamEngine) {
    this.#engine = engine;
  }

  look(text: string, parts: readonly Part[]): void {
    for (const seam of this.#engine.look(text, parts)) {
      if (this.found.length > MAX_SEAMS) return;
      const isOver = this.found.length === MAX_SEAMS;
      this.found.push(isOver ? { ...seam, detector: INSPECTION_LIMIT, confidence: 1 } : seam);
    }
  }

  /** Joins the strings of an array, and those that its objects have under the same key. */
  joinItems(items: readonly Json[], path: Path): void {
    const base = [...path];
    const own = new SeamLane(this);
    const byKey = new Map<string, SeamLane>();
    for (const [index, item] of items.entries()) {
      if (typeof item === 'string') own.add(item, base, index);
      else if (typeof item === 'object' && item !== null && !isArray(item))
        for (const name in item) {
          const member = item[name];
          if (typeof member !== 'string') continue;
          let lane = byKey.get(name);
          if (!lane) byKey.set(name, (lane = new SeamLane(this)));
          lane.add(member, base, index, name);
        }
    }
    own.close();
    for (const lane of byKey.values()) lane.close();
  }

  /** Joins the strings of an object. */
  joinMembers(members: Readonly<Record<string, Json>>, path: Path): void {
    const base = [...path];
    const own = new SeamLane(this);
    for (const name in members) {
      const member = members[name];
      if (typeof member === 'string') own.add(member, base, name);
    }
    own.close();
  }
}

/** Where the run of visible characters ends that a text begins with. */
function endOfHead(text: string): number {
  const limit = Math.min(text.length, MAX_PART);
  let at = 0;
  while (at < limit && isToken(text.charCodeAt(at))) at++;
  return at;
}

/** Where the run of visible characters begins that a text ends with. */
function startOfTail(text: string): number {
  const limit = Math.max(0, text.length - MAX_PART);
  let at = text.length;
  while (at > limit && isToken(text.charCodeAt(at - 1))) at--;
  return at;
}

const isToken = (code: number): boolean => code > 0x20 && code < 0x7f && !BRACKETS.has(code);
/** And quotes: no value that is sure by itself has one. */
const BRACKETS: ReadonlySet<number> = new Set(Array.from('"\'`;<>()[]', (char) => char.charCodeAt(0)));
