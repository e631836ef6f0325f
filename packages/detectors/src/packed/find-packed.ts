import { byteAt } from '../decoders/base64-alphabet.js';
import { BREAK, endOfAlphabet, endOfLines } from '../decoders/base64-lines.js';
import type { Reading } from '../decoders/decoder.js';
import { isZippedText, looksLikeText } from '../decoders/bytes.js';
import { kindOf, mayBegin, readKnown, type Kind } from './kinds.js';
import { Unpacking, type Budget } from './unpacking.js';

/** Base64 of bytes with a known beginning: its place, and the texts of its parts. */
export interface Packed {
  readonly start: number;
  readonly end: number;
  /** Each of them covers all of it. */
  readonly readings: readonly Reading[];
  /** It holds more than is read. */
  readonly isCut: boolean;
  /** It has no known begin: its bytes may be anything. */
  readonly isUnknown?: boolean;
  /** The unread part may be text that was packed to hide it. */
  readonly mayBeText: boolean;
}

/** Shorter base64 is no picture; its content is read as text. */
const MIN_LENGTH = 64;
const MAX_VALUE = 4096;
/** Enough for the mark of a tar archive, which follows the name of its first member. */
const HEAD = 352;
/**
 * The most that is unpacked of a binary, in bytes, and read, in characters, per character of it; and in all of a
 * message at least.
 */
const MAX_BYTES = 8;
const MAX_CHARACTERS = 4;
export const createBudget = (): Budget => ({ bytes: 262_144, characters: 65_536 });

/** @param runs starts and ends, in turn, of runs of the alphabet */
export function findPacked(text: string, runs: readonly number[], budget: Budget): readonly Packed[] {
  const found: Packed[] = [];
  let done = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const limit = runs[index + 1] ?? 0;
    let start = Math.max(done, runs[index] ?? 0);
    while (limit - start >= MIN_LENGTH) {
      const end = endOfAlphabet(text, start, limit);
      if (end - start >= MIN_LENGTH) {
        const last = endOfLines(text, start, end);
        const kind = kindAt(text, start, last);
        if (kind) found.push(unpack(text, start, last, end, kind, budget));
        else if (last > end) joined(text, start, last, budget, found);
        if (kind ?? last > end) done = last;
      }
      start = Math.max(end + 1, done);
    }
  }
  return found;
}

const bytesOf = (text: string, start: number, end: number): Buffer =>
  Buffer.from(text.slice(start, end).replace(BREAK, ''), 'base64');

/** A short text that is packed by itself is a value, which the text around it may name: it is read as text. */
function kindAt(text: string, start: number, end: number): Kind | undefined {
  if (end - start < HEAD && !mayBegin(byteAt(text, start, 0), byteAt(text, start + 5, 1))) return undefined;
  const kind = kindOf(bytesOf(text, start, start + HEAD));
  if (kind && end - start <= MAX_VALUE && isZippedText(bytesOf(text, start, end))) return undefined;
  return kind;
}

/** Lines of no known kind: only rows of characters across the ends of lines are looked for, and all else as before. */
function joined(text: string, start: number, end: number, budget: Budget, found: Packed[]): void {
  const bytes = bytesOf(text, start, end);
  if (looksLikeText(bytes)) return; // It is read as a whole.
  const packed = unpack(text, start, end, start, {}, budget);
  if (packed.readings.length > 0) found.push({ ...packed, isUnknown: true });
}

function unpack(text: string, start: number, end: number, firstEnd: number, kind: Kind, budget: Budget): Packed {
  budget.bytes += MAX_BYTES * (end - start);
  budget.characters += MAX_CHARACTERS * (end - start);
  const unpacking = new Unpacking(budget, readKnown);
  const bytes = bytesOf(text, start, end);
  kind.read?.(bytes, unpacking);
  // Rows of characters are found in their place, but not across the ends of lines.
  if (end === firstEnd) unpacking.wide(bytes);
  else unpacking.rows(bytes);
  const { pieces, isCut, isCutText } = unpacking;
  const past = pastPadding(text, end);
  const whole = { start, end: past, each: 0, isAlone: true };
  const readings = pieces.map(({ text: said, places }): Reading => {
    const reading = `\n${said}\n`;
    return Object.assign({ text: reading }, whole, places === undefined ? {} : { isFragment: true, places });
  });
  return { start, end: past, readings, isCut, mayBeText: kind.isPacked === true && isCutText };
}

function pastPadding(text: string, end: number): number {
  let past = end;
  while (past < end + 2 && text.charAt(past) === '=') past++;
  return past;
}
