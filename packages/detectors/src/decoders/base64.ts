import { groupAt, hasCapital, startOfWord, VALUES } from './base64-alphabet.js';
import { BREAK, endOfAlphabet, endOfLines } from './base64-lines.js';
import { readStretches } from './base64-stretches.js';
import { isCompressed, mayBegin, pushApart, toText } from './bytes.js';
import type { Decoder, Reading } from './decoder.js';
import { beginsLikeText, head } from './heads.js';
import { PRINTABLE } from './printable.js';

/**
 * Base64 in both alphabets, on one line or on several, with or without its padding; also where it follows other
 * characters of its alphabet, so that its begin is unknown. https://www.rfc-editor.org/rfc/rfc4648
 */
export const base64: Decoder = {
  name: 'base64',
  reads: 'runs',
  when: ({ runs }) => runs.length > 0,
  read(text, { runs, packed = [] }, _places, room) {
    const readings: Reading[] = [];
    let span = 0; // The first packed one that does not end before the place.
    let left = room;
    const tries: Tries = { left: MAX_TRIED * text.length };
    let done = 0;
    for (let index = 0; index < runs.length; index += 2) {
      const limit = runs[index + 1] ?? 0;
      let start = Math.max(done, runs[index] ?? 0);
      if (!hasCapital(text, start, limit)) continue;
      while (limit - start >= MIN_LENGTH) {
        while (packed[span] !== undefined && packed[span]!.end <= start) span++;
        const inside = packed[span];
        // The compressed bytes in the middle of a picture are its pixels; others were unpacked already.
        if (inside && inside.start <= start) {
          done = Math.min(limit, inside.end);
          readStretches(text, start, endOfAlphabet(text, start, done), readings);
          start = done;
          continue;
        }
        const { end, heads, hasText } = lookOver(text, start, limit);
        done = end;
        const word = startOfWord(text, start, end);
        if (end - start >= MIN_LENGTH) {
          const whole =
            heads.length > 0 || mayBeText(text, start, end) || (word > start && mayBeText(text, word, end))
              ? readWhole(text, [start, word, ...heads], end, left, tries)
              : undefined;
          if (whole) {
            pushApart(readings, text, whole);
            left = whole.isCut === true ? 0 : left - whole.text.length; // what did not fit is not tried again
            done = whole.end;
          } else if (hasText) readStretches(text, start, end, readings);
        }
        start = Math.max(end + 1, done); // Past the padding.
      }
    }
    return readings;
  },
};

const PADDING = 0x3d;
const MIN_LENGTH = 11;
/** How often a run is decoded at most, at places within it. */
const MAX_HEADS = 4;

interface Look {
  /** Before the padding. */
  readonly end: number;
  /** Bytes begin here that are known by their first two. */
  readonly heads: readonly number[];
  /** Two consecutive groups of four decode to printable characters: those of names and hashes hardly ever do. */
  readonly hasText: boolean;
}

const NONE: readonly number[] = [];

/*
 * A bit for each of three consecutive pairs of characters, which are a group of four: the three bytes are printable; the
 * second is a zero, or as in the head of gzip; the first is as in that of zlib. A bit moves on where the next pair has it.
 */
const BEGINS = 0b1_001_001;
const IS_TEXT = 1 << 2;
const MAY_BE_HEAD = (1 << 5) | (1 << 8);
const PAIRS = Uint16Array.from({ length: 4096 }, (_, pair) => {
  const [first, second, third] = [pair >> 4, (pair >> 2) & 0xff, pair & 0xff];
  const text = PRINTABLE[first]! | (PRINTABLE[second]! << 1) | (PRINTABLE[third]! << 2);
  const zero = 0b101 | (second === 0 || second === 0x8b ? 0b10 : 0);
  return text | (zero << 3) | ((first === 0x78 ? 0b111 : 0b110) << 6);
});

/** One pass over a run, wherever in it groups of four begin. */
function lookOver(text: string, start: number, limit: number): Look {
  let heads: number[] | undefined;
  let hasText = false;
  let pair = 0;
  let bits = 0;
  let printable = 0; // A bit for each of the last four groups that is, one character apart.
  let at = start;
  for (; at < limit; at++) {
    const value = VALUES[text.charCodeAt(at) & 0x7f]!;
    if (value === 255) break;
    pair = ((pair << 6) | value) & 0xfff;
    bits = ((bits << 1) | BEGINS) & PAIRS[pair]!;
    const isText = bits & IS_TEXT;
    if ((isText & (printable >> 3)) !== 0) hasText = true;
    printable = (printable << 1) | isText;
    if ((bits & MAY_BE_HEAD) === 0 || at - start <= 3) continue;
    if (isHead(groupAt(text, at - 3, limit)) && (heads ??= []).length < MAX_HEADS) heads.push(at - 3);
  }
  return { end: at, heads: heads ?? NONE, hasText };
}

function isHead(group: number): boolean {
  const first = group >> 16;
  const second = (group >> 8) & 0xff;
  return second === 0 ? (PRINTABLE[first]! & PRINTABLE[group & 0xff]!) !== 0 : isCompressed(first, second);
}

/** How many characters of lines may still be read as one; a text may be gone over so often. */
interface Tries {
  left: number;
}
const MAX_TRIED = 8;
/** Fewer characters say nothing, unless other lines follow. */
const LEAST_WHOLE = 8;
/** The most of a first line that is looked at, in whole groups of four. */
const MAX_BEGIN = 1024;

/** From the first place where it decodes. Lines that all begin like text and are not are too much to read. */
function readWhole(
  text: string,
  starts: readonly number[],
  firstEnd: number,
  room: number,
  tries: Tries,
): Reading | undefined {
  for (const start of starts) {
    if (tries.left < 0) return undefined;
    if (firstEnd - start < LEAST_WHOLE && !'=\r\n'.includes(text.charAt(firstEnd))) continue;
    if (!mayBeText(text, start, firstEnd)) continue;
    // Every so many lines of wrapped pictures and keys look like the beginning of something: only the line itself
    // decides.
    if (!mayBegin(Buffer.from(text.slice(start, Math.min(firstEnd, start + MAX_BEGIN)), 'base64'))) continue;
    const end = endOfLines(text, start, firstEnd);
    tries.left -= end - start;
    if (tries.left < 0) return { start, end: firstEnd, text: '', isCut: true };
    const said = toText(Buffer.from(text.slice(start, end).replace(BREAK, ''), 'base64'), room);
    if (!said) continue;
    let past = end;
    while (past < end + 2 && text.charCodeAt(past) === PADDING) past++;
    const isData = text.charAt(start - 1) === ',';
    const prefix = isData ? (DATA_URI.exec(text.slice(Math.max(0, start - 99), start))?.[0] ?? '') : '';
    return { start: start - prefix.length, end: past, ...said };
  }
  return undefined;
}
/** https://www.rfc-editor.org/rfc/rfc2397 */
const DATA_URI = /data:[\w/+.;=-]{0,80}base64,$/i;
/** The first bytes show it: text, or what text can be wrapped in. */
function mayBeText(text: string, start: number, end: number): boolean {
  for (let at = start, byte = 0; byte < head.length; at += 4, byte += 3) {
    const group = groupAt(text, at, end);
    head[byte] = group >> 16;
    head[byte + 1] = group >> 8;
    head[byte + 2] = group;
  }
  return beginsLikeText(Math.floor(((end - start) * 3) / 4));
}
