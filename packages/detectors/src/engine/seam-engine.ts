import type { Detector, Hit, Rule, Site } from '../detector.js';
import { Engine } from './engine.js';

/** Keys and indices from the outermost value. */
export type Path = readonly (string | number)[];

/** One of several strings that were joined. */
export interface Part {
  /** Of the array or object, and from there to the string: joined for what is found only, as most parts hold nothing. */
  readonly base: Path;
  readonly steps: Path;
  /** Where the part begins in its string, and where in all parts together. */
  readonly offset: number;
  readonly at: number;
}

/** Where a value that was cut in pieces stands in one of its strings. */
export interface Seam extends Hit {
  readonly detector: Detector;
  readonly path: Path;
}

/** A value that the strings around it seem to go on with is found in no more pieces. */
const MAX_PIECES = 4;

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
    const verifyCut = (site: Site): Hit | undefined => {
      const whole = verify(site);
      if (whole) return whole;
      const { text, start, end, key } = site;
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
            isAmongWords: () => site.isAmongWords(),
            isLabelled: (words) => site.isLabelled(words),
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
