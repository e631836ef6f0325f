/*
 * A finding among bytes drawn at random is worth less. A token of four certain characters stands in one of fifteen
 * images of 750 kB: base64 writes letters, and enough letters write everything.
 */

import { entropyOf, randomnessOf } from '../validators/randomness.js';

/** The place at which a rule looked. */
export interface Anchor {
  readonly start: number;
  readonly end: number;
  /** The words that lead there, as they are written; none where a shape of digits does. */
  readonly words: readonly string[] | undefined;
}

/** A hit as it stands in a text. */
export interface FoundText {
  readonly start: number;
  readonly end: number;
  readonly anchor?: Anchor | undefined;
}

/** A random character is one of so many values: 64 of base64, 256 of bytes. */
export type Values = 64 | 256;

/** Bits that a finding must say: once in 10,000 messages something is found by chance, and 8 rules come near to that. */
const RARITY = Math.log2(10_000) + 3;

/** Bits that say where in so many characters a finding stands; what says more than that and `RARITY` is no chance. */
export const bitsNeeded = (places: number): number => Math.log2(Math.max(1, places)) + RARITY;

/** The characters of a value: expression and number of characters; the first that fits is the narrowest. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/^\d*$/, 10],
  [/^(?:[\da-f]*|[\dA-F]*)$/, 16],
  [/^(?:[a-z]*|[A-Z]*)$/, 26],
  [/^(?:[a-z2-7]*|[A-Z2-7]*)$/, 32],
  [/^(?:[\da-z]*|[\dA-Z]*)$/, 36],
  [/^[A-Za-z]*$/, 52],
  [/^[\dA-Za-z]*$/, 62],
];
/** Printable characters, tab and line ends. */
const PRINTABLE = 98;

/**
 * How many bits a hit says at least: what its rule's word could not be otherwise, and what all other characters have in
 * common. A check sum and a label say more, so that less is counted as found and never more.
 */
export function bitsOf(text: string, { start, end, anchor }: FoundText, values: Values): number {
  if (!anchor) return Infinity; // A key says what it is.
  const found = text.slice(anchor.start, anchor.end);
  const bits = wordBits(found, anchor, values);
  if (bits === undefined)
    return shapeBits(text.slice(Math.min(start, anchor.start), Math.max(end, anchor.end)), values);
  const before = text.slice(start, Math.max(start, Math.min(anchor.start, end)));
  const behind = text.slice(Math.min(end, Math.max(start, anchor.end)), end);
  return bits + classBits(before + behind, values);
}

/** The bits of a word, in the case that it is written in or in any; none where a shape led to the place. */
function wordBits(found: string, { words = [] }: Anchor, values: Values): number | undefined {
  const folded = found.toLowerCase();
  if (!words.some((word) => word.toLowerCase() === folded)) return undefined;
  const bits = Math.log2(values);
  if (words.includes(found)) return bits * found.length;
  return bits * found.length - (found.match(/[A-Za-z]/g) ?? []).length;
}

function classBits(text: string, values: Values): number {
  const [, size = Math.min(values, PRINTABLE)] = CLASSES.find(([chars]) => chars.test(text)) ?? [];
  return Math.min(text.length, MAX_COUNTED) * Math.log2(values / size);
}
/** A longer value may have any length. */
const MAX_COUNTED = 64;

/** A shape says where its digits and letters stand. */
function shapeBits(text: string, values: Values): number {
  const digits = text.match(/\d/g)?.length ?? 0;
  const letters = text.match(/[A-Za-z]/g)?.length ?? 0;
  return (
    digits * Math.log2(values / 10) +
    letters * Math.log2(values / 52) +
    (text.length - digits - letters) * Math.log2(values / Math.min(values, PRINTABLE))
  );
}

/** The bits that each printable byte in a row of them says. */
export const PRINTABLE_BITS: number = Math.log2(256 / PRINTABLE);

/**
 * At how many places of a message a hit could stand by chance.
 * @param mass characters of the message that may be base64
 * @param runs starts and ends of runs of the alphabet in the text, in turn
 */
export function placesFor({ start, end, anchor }: FoundText, mass: number, runs: readonly number[]): number {
  const [from, to] = [Math.min(start, anchor?.start ?? start), Math.max(end, anchor?.end ?? end)];
  // With the end of a run ends a value at one place of it, or at as many as its length may be.
  const isLast = runs[runAt(runs, from) + 1] === to;
  return isLast ? Math.min(mass, (runs.length >> 1) * (to - from)) : mass;
}

/** How far around a hit is looked, and how much must stand there, in characters. */
const AROUND = 128;
const MIN_AROUND = 32;
/** Words have -0.7 a character, letters at random +0.6; base64 of numbers has more. */
const RANDOM = 0.2;

/**
 * A hit stands in the middle of base64 that says nothing around it: no words, which somebody wrote there.
 * @param runs starts and ends of runs of the alphabet, in turn
 */
export function isAmongRandom(text: string, { start, end: stop, anchor }: FoundText, runs: readonly number[]): boolean {
  const [from, to] = [Math.min(start, anchor?.start ?? start), Math.max(stop, anchor?.end ?? stop)];
  const index = runAt(runs, from);
  const [own = 0, end = 0] = runs.slice(index, index + 2);
  if (from < own || to > end) return false;
  // A line that is shorter than those of bytes is one of its own, whatever stands above and below it.
  const isLine = end - own >= MIN_RUN;
  const [first, last] = isLine ? [startOfLines(text, runs, index), endOfLines(text, runs, index)] : [own, end];
  const before = noiseIn(text.slice(Math.max(first, from - AROUND), from).replace(BREAK, ''));
  const after = noiseIn(text.slice(to, Math.min(last, to + AROUND)).replace(BREAK, ''));
  // The two alphabets of base64 do not mix: a token with a dash or a line below it is no part of the other one.
  if (/[_-]/.test(text.slice(from, to)) && /[+/]/.test(before + after)) return false;
  const length = before.length + after.length;
  return length >= MIN_AROUND && randomnessOf(before) + randomnessOf(after) >= RANDOM * length;
}

/** A few letters again and again are no noise, and what ends in padding does not go on in a hit. */
const noiseIn = (around: string): string => (around.endsWith('=') || entropyOf(around) < FEW ? '' : around);
/** In bits of a character: 32 drawn at random from sixteen have more, and eight in turns have no more. */
const FEW = 3.05;

/** The beginning of the line before, if a run is one of several lines of bytes; tokens in a list are shorter. */
function startOfLines(text: string, runs: readonly number[], index: number): number {
  const [start = 0, end = 0, own = 0] = runs.slice(Math.max(0, index - 2), index + 1);
  const isLine = index > 0 && end - start >= MIN_RUN && isBreak(text, end, own);
  return isLine ? start : (runs[index] ?? 0);
}

/** And where the next one ends. */
function endOfLines(text: string, runs: readonly number[], index: number): number {
  const [own = 0, start = Infinity, end = 0] = runs.slice(index + 1, index + 4);
  return end - start >= MIN_RUN && isBreak(text, own, start) ? end : own;
}

const BREAK = /\r?\n/g;
const isBreak = (text: string, start: number, end: number): boolean =>
  end - start <= 2 && text.slice(start, end).replace(BREAK, '') === '';

/** The index of the last run that begins up to a place. */
function runAt(runs: readonly number[], place: number): number {
  let [low, high] = [0, (runs.length >> 1) - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[2 * middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return 2 * low;
}

/** An image has no shorter runs: those are paths, names and hashes. */
const MIN_RUN = 64;

/** How many characters stand in runs that could be bytes. */
export function sumOfRuns(runs: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const length = (runs[index + 1] ?? 0) - (runs[index] ?? 0);
    if (length >= MIN_RUN) sum += length;
  }
  return sum;
}

/**
 * Digits stand in a row of characters that says nothing else, but has more than them: the curves of a font,
 * `#"'&5476767076767654'&#`, have all numbers.
 * @param row as it was read first, whatever else was read out of it
 */
export function isShapeInNoise(text: string, { start, end, anchor }: FoundText, row: string): boolean {
  if (!anchor || wordBits(text.slice(anchor.start, anchor.end), anchor, 256) !== undefined) return false;
  const [before = '', after, more] = row.split(text.slice(start, end));
  const isFramed = more === undefined && after !== undefined && before.trim() === after.trim();
  if (isFramed && before.trim().length <= MAX_FRAME) return false;
  const around = text.slice(Math.max(0, start - NEAR), start) + ' ' + text.slice(end, end + NEAR);
  return !WORD.test(around) || !WORD.test(row);
}
const WORD = /(?<![A-Za-z\d])(?:[A-Z]?[a-z]{3,40}|[A-Z]{3,40})(?![A-Za-z\d])/;
/** Quotes on both sides of a number, or nothing. */
const MAX_FRAME = 2;
const NEAR = 40;
