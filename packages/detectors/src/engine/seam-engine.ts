import type { Catalogue } from '../catalogue/catalogue.js';
import type { Described, Hit, Rule, Site } from '../detector.js';
import type { JsonPath } from '../json.js';
import { Engine, type TypedHit } from './engine.js';

/** One of several strings that were joined. */
export interface Part {
  /**
   * The path of the array or object, the index or key of what it holds, and the key of the string in that if it is no
   * string itself: joined for what is found only, as most parts hold nothing.
   */
  readonly base: JsonPath;
  readonly step: string | number;
  readonly name: string | undefined;
  /** The beginning of the part in its string, and in all parts together. */
  readonly offset: number;
  readonly at: number;
}

/** The place of a value that was cut in pieces, in one of its strings. */
export interface Seam extends Hit {
  readonly detector: Described;
  readonly path: JsonPath;
}

/** A value that the strings around it seem to go on with is found in no more pieces. */
const MAX_PIECES = 4;

/** The rules that look at seams. */
export class SeamEngine {
  readonly #catalogue: Catalogue;
  /** Opened for the first text. */
  #engine: Engine | undefined;
  /** The parts of the strings that are looked at. */
  #parts: readonly Part[] = [];

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  look(text: string, parts: readonly Part[]): readonly Seam[] {
    this.#parts = parts;
    this.#engine ??= new Engine(this.#catalogue.index('seams', (rule) => this.#atEnds(rule)));
    const { hits } = this.#engine.look(text, '');
    return hits.flatMap((hit) => (isOfFiles(hit, text, parts) ? [] : toSeams(hit, text, parts)));
  }

  /** A value may begin and end with any string, though what comes before and after it could be a part of it as well. */
  #atEnds({ verify, seams }: Rule): Rule['verify'] {
    const mayBe = typeof seams === 'function' ? seams : undefined;
    return (site) => (mayBe?.(site) === false ? undefined : (verify(site) ?? this.#verifyPieces(site, verify)));
  }

  /** Looks at some of the strings around a place alone. Not at one, since what stands in one string is found there. */
  #verifyPieces(site: Site, verify: Rule['verify']): Hit | undefined {
    const { length } = this.#parts;
    if (length < 3) return undefined;
    const { text, start, end, key, round } = site;
    const isAmongWords = (): boolean => site.isAmongWords();
    const isLabelled = (words: RegExp): boolean => site.isLabelled(words);
    const own = partAt(this.#parts, start);
    const furthest = Math.max(0, own - MAX_PIECES + 1);
    // The last of the pieces, from all that follow to the one that the place begins in.
    let last = length - 1;
    for (; last >= own; last = Math.min(last - 1, own + MAX_PIECES - 1)) {
      const to = this.#parts[last + 1]?.at ?? text.length;
      if (to < end) break;
      for (let first = furthest; first <= own && last > first; first++) {
        if (first === 0 && last === length - 1) continue; // All of it was looked at.
        const from = this.#parts[first]!.at;
        const cut = {
          text: text.slice(from, to),
          start: start - from,
          end: end - from,
          key,
          round,
          isAmongWords,
          isLabelled,
        };
        const found = verify(cut);
        if (found) return { ...found, start: found.start + from, end: found.end + from };
      }
    }
    return undefined;
  }
}

/** A value that was cut, as it stands in each of its strings; nothing if it is whole, since it was found where it stands. */
export function toSeams({ detector, start, end, confidence }: TypedHit, text: string, parts: readonly Part[]): Seam[] {
  const first = partAt(parts, start);
  const last = partAt(parts, end - 1);
  if (first === last) return [];
  return parts.slice(first, last + 1).map(({ base, step, name, offset, at }, index) => {
    const partEnd = parts[first + index + 1]?.at ?? text.length;
    return {
      detector,
      path: name === undefined ? [...base, step] : [...base, step, name],
      confidence,
      start: offset + Math.max(0, start - at),
      end: offset + Math.min(end, partEnd) - at,
    };
  });
}

/** The number of the part that a place is in. */
export function partAt(parts: readonly Part[], at: number): number {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (parts[middle]!.at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * `"asa_facts_dir", "file", "sha256", "5e44…"`: what a token would begin with is the end of a name, what it would end with is
 * a whole digest, and words stand between.
 */
function isOfFiles({ start, end }: TypedHit, text: string, parts: readonly Part[]): boolean {
  const first = partAt(parts, start);
  const last = partAt(parts, end - 1);
  if (last - first < 2 || start === parts[first]!.at || !/[\w./-]/.test(text.charAt(start - 1))) return false;
  return DIGEST.test(text.slice(parts[last]!.at, parts[last + 1]?.at ?? text.length));
}
const DIGEST = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/;
