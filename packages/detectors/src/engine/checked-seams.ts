import type { Catalogue } from '../catalogue/catalogue.js';
import { SURE } from '../rules/verify.js';
import { Engine, type TypedHit } from './engine.js';
import { wordsOfKey } from './members.js';
import { partAt, toSeams, type Part, type Seam } from './seam-engine.js';

/*
 * Values at seams that have no prefix: a check sum, a sign or separators say what they are. One number in ten passes a
 * check sum, so that all digits that stand together must be one number, and nothing may say that it is another.
 */

/** No number that is looked for has fewer digits, or is longer with all that stands between its groups and beside it. */
const MIN_DIGITS = 8;
const MAX_TEXT = 64;
const LETTER = /[A-Z]/;
const DATE = /\d{4}-\d\d-\d\d/;
/** An address that is cut into more is found if each of them is a single character. */
const MAX_PIECES = 4;
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1 */
const MAX_ADDRESS = 320;

/** Digits under such a key are something else, and no part of a card. */
const OTHER =
  /\b(?:ids?|no|nr|nums?|numbers?|codes?|ports?|years?|dates?|times?|timestamps?|from|to|start|end|orders?|invoices?|tickets?|versions?|builds?|sizes?|counts?|lines?|offsets?|zips?|lat|lon|lng|amounts?|prices?|values?|zips?)$/;

export class CheckedSeams {
  readonly #catalogue: Catalogue;
  /* Each is opened for the first text that asks for it. */
  #numbers: Engine | undefined;
  #addresses: Engine | undefined;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** @param text digits, capitals and what stands between groups of them, of all parts */
  findNumbers(text: string, parts: readonly Part[]): readonly Seam[] {
    if (text.length > MAX_TEXT || text.replace(/\D/g, '').length < MIN_DIGITS || DATE.test(text)) return [];
    const whole = this.#findNumber(text, parts);
    if (whole.length > 0 || !LETTER.test(text)) return whole;
    // Anything between the parts of a number may be a word.
    const found: Seam[] = [];
    let first = 0;
    for (let index = 0; index <= parts.length; index++) {
      const to = parts[index]?.at ?? text.length;
      if (index < parts.length && !LETTER.test(text.slice(to, parts[index + 1]?.at))) continue;
      const run = parts.slice(first, index);
      const from = run[0]?.at ?? 0;
      const own = run.map((part) => ({ ...part, at: part.at - from }));
      if (run.length > 1) found.push(...this.#findNumber(text.slice(from, to), own));
      first = index + 1;
    }
    return found;
  }

  /** An IBAN without blanks is among the values that have a word of their own. */
  #findNumber(text: string, parts: readonly Part[]): readonly Seam[] {
    const isOther = parts.some((part) => OTHER.test(keyOf(part)));
    const mayBe = (hit: TypedHit): boolean =>
      isAll(text, hit) &&
      (hit.detector.id !== 'iban' || / /.test(text.slice(hit.start, hit.end))) &&
      (hit.detector.id !== 'credit_card' || (!isOther && mayBeCard(text, parts)));
    this.#numbers ??= new Engine(this.#catalogue.index('numbers'));
    const { hits } = this.#numbers.look(text, parts[0] ? keyOf(parts[0]) : '');
    return hits.filter(mayBe).flatMap((hit) => toSeams(hit, text, parts));
  }

  /** @param text visible characters of all parts, with an `@` */
  findAddresses(text: string, parts: readonly Part[]): readonly Seam[] {
    const at = text.indexOf('@');
    if (text.includes('@', at + 1)) return []; // A list of addresses has each of them in a string.
    if (at === 0 || !text.includes('.', at)) return []; // the name of a package
    const own = partAt(parts, at);
    const cuts = parts.every((part, index) => (parts[index + 1]?.at ?? text.length) - part.at === 1)
      ? [[0, parts.length - 1] as const]
      : cutsAround(own, parts.length);
    for (const [first, last] of cuts) {
      const from = parts[first]!.at;
      const to = parts[last + 1]?.at ?? text.length;
      const found = to - from > MAX_ADDRESS ? undefined : this.#addressIn(text.slice(from, to));
      if (!found) continue;
      if (first === last) return []; // It was found where it stands.
      const hit = { ...found, start: from + found.start, end: from + found.end };
      if (partAt(parts, hit.start) === first && partAt(parts, hit.end - 1) === last) return toSeams(hit, text, parts);
    }
    return [];
  }

  #addressIn(text: string): TypedHit | undefined {
    this.#addresses ??= new Engine(this.#catalogue.index('addresses'));
    return this.#addresses.look(text, '').hits[0];
  }
}

/** All runs of a few parts that one is in, the shortest first. */
function cutsAround(own: number, count: number): (readonly [number, number])[] {
  const cuts: (readonly [number, number])[] = [];
  for (let size = 1; size <= MAX_PIECES; size++)
    for (let first = Math.max(0, own - size + 1); first <= own && first + size <= count; first++)
      cuts.push([first, first + size - 1]);
  return cuts;
}

/** The words of the nearest key around a part. */
function keyOf({ base, step, name }: Part): string {
  const near = name ?? (typeof step === 'string' ? step : base.findLast((each) => typeof each === 'string'));
  return typeof near === 'string' ? wordsOfKey(near) : '';
}

/** A hit has all digits there are; what is written as nothing else is may have others beside it. */
const isAll = (text: string, { start, end, confidence }: TypedHit): boolean =>
  confidence >= SURE || !/\d/.test(text.slice(0, start) + text.slice(end));

/** Lists of years, ports and other numbers are in order, or begin alike. */
function mayBeCard(text: string, parts: readonly Part[]): boolean {
  const pieces = parts.map(({ at }, index) => text.slice(at, parts[index + 1]?.at).replace(/\D/g, ''));
  const [one = '', other = ''] = pieces;
  if (one.length < 2 || pieces.some(({ length }) => length !== one.length)) return true;
  if (pieces.length === 2) return one.slice(0, 2) !== other.slice(0, 2);
  const isUp = pieces.every((piece, index) => index === 0 || piece >= pieces[index - 1]!);
  const isDown = pieces.every((piece, index) => index === 0 || piece <= pieces[index - 1]!);
  return !isUp && !isDown;
}
