/* The decoders of single characters share this. */

import type { Reading } from './decoder.js';

interface Piece extends Reading {
  end: number;
  text: string;
}

/** Text between two readings may be read with them, up to so many characters: one reading costs less. */
const MAX_BETWEEN = 4;

/** Collects what was read, in order; single characters side by side that were equally long become one reading. */
export class Pieces {
  readonly readings: Piece[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  add(start: number, end: number, text: string): void {
    const last = this.readings.at(-1);
    const each = text.length === 1 ? end - start : 0;
    const between = start - (last?.end ?? 0);
    if (each > 0 && last?.each === each && (between === 0 || (each === 1 && between <= MAX_BETWEEN))) {
      last.text += this.#text.slice(last.end, start) + text;
      last.end = end;
    } else this.readings.push({ start, end, text, each });
  }

  /** The characters only disturb: they are no part of what stands beside them, which another decoder may read. */
  skip(start: number, end: number): void {
    const last = this.readings.at(-1);
    if (last?.end === start && last.text === '') last.end = end;
    else this.readings.push({ start, end, text: '', each: 0 });
  }
}

/** A character, or one byte of it in UTF-8, and the end of its notation. */
export interface Escape {
  readonly end: number;
  readonly code: number;
}

/**
 * Reads escapes.
 * @param places just past the character that each of them begins with
 * @param readAt what is written at a place
 */
export function readEscapes(
  text: string,
  places: readonly number[],
  readAt: (text: string, at: number) => Escape | undefined,
): readonly Reading[] {
  const pieces = new Pieces(text);
  let done = 0;
  for (const place of places) {
    const start = place - 1;
    if (start < done) continue;
    const first = readAt(text, start);
    if (!first) continue;
    const { code, end } = readRest(text, first, readAt) ?? first;
    if (code > 0x10ffff) continue;
    pieces.add(start, end, String.fromCodePoint(code));
    done = end;
  }
  return pieces.readings;
}

/** The whole character, if more bytes of it follow. */
function readRest(text: string, first: Escape, readAt: (text: string, at: number) => Escape | undefined) {
  const { code } = first;
  if (code < 0xc2 || code > 0xf4) return undefined;
  const more = code < 0xe0 ? 1 : code < 0xf0 ? 2 : 3;
  let whole = code & (0x3f >> more);
  let { end } = first;
  for (let count = 0; count < more; count++) {
    const next = readAt(text, end);
    if (!next || (next.code & ~0x3f) !== 0x80) return undefined;
    whole = (whole << 6) | (next.code & 0x3f);
    ({ end } = next);
  }
  return { code: whole, end };
}

/** The value of a hexadecimal digit, or -1. */
export function hexAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? HEX[code]! : -1;
}
const HEX = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
);

/** The value of `count` hexadecimal digits, or -1. */
export function hexValue(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const digit = hexAt(text, index);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** An ASCII letter or digit. */
export const isAlphanumeric = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a && code < 0x80);
