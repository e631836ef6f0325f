import { isAlphanumeric, Pieces } from './characters.js';
import type { Decoder } from './decoder.js';
import { BESIDE, BETWEEN, createPage, LETTER, MIXED, PLAIN, STYLED, type LetterPage } from './lookalikes.js';

/**
 * Letters and digits of other widths, styles and scripts, look-alikes within words that are otherwise ASCII, and
 * what cannot be seen. Text of any one script stays as it is.
 */
export const unicode: Decoder = {
  name: 'unicode',
  reads: 'characters',
  when: ({ others }) => others.runs.length > 0,
  read(text, { others }) {
    const pieces = new Pieces(text);
    const { runs } = others;
    let tokenEnd = 0;
    let isMixed = false;
    for (let index = 0; index < runs.length; index += 2) {
      let before = text.charCodeAt(runs[index]! - 1); // The character before, except what is left out.
      for (let at = runs[index]!; at < runs[index + 1]!; at++) {
        const unit = text.charCodeAt(at);
        const code = unit >= 0xd800 && unit < 0xe000 ? (text.codePointAt(at) ?? unit) : unit;
        const size = code > 0xffff ? 2 : 1;
        const { kinds, texts } = pageOf(code);
        const kind = kinds[code & 0xff];
        const said = texts[code & 0xff] ?? '';
        let isRead = kind === STYLED;
        if (kind === BESIDE || kind === BETWEEN) {
          const end = kind === BESIDE && said === '' ? endOfInvisible(text, at + size) : at + size;
          const after = readUnit(text, end);
          if (kind === BESIDE ? isVisible(before) || isVisible(after) : isWord(before) && isWord(after)) {
            if (said === '') pieces.skip(at, end);
            else pieces.add(at, end, said);
            if (said !== '') before = said.charCodeAt(0);
          } else if (said !== '') before = 0;
          at = end - 1;
          continue;
        }
        if (kind === MIXED) {
          if (at >= tokenEnd) ({ end: tokenEnd, isMixed } = lookAround(text, at));
          isRead = isMixed;
        }
        if (isRead) pieces.add(at, at + size, said);
        before = isRead ? said.charCodeAt(0) : 0;
        at += size - 1;
      }
    }
    return pieces.readings;
  },
};

const DELETE = 0x7f;

/** Made when one of its code points is first seen: most of Unicode never is. */
const PAGES: LetterPage[] = [];
const pageOf = (code: number): LetterPage => (PAGES[code >> 8] ??= createPage(code >> 8));
const kindAt = (code: number): number => pageOf(code).kinds[code & 0xff] ?? PLAIN;

const isWord = (code: number): boolean => isAlphanumeric(code) || code === UNDERSCORE;
const UNDERSCORE = 0x5f;
const isVisible = (code: number): boolean => code > 0x20 && code < DELETE;

/** The character at a place, as it is read if that is certain; 0 at the end. */
function readUnit(text: string, at: number): number {
  const code = text.codePointAt(at) ?? 0;
  return code >= 0x80 && kindAt(code) === STYLED ? (pageOf(code).texts[code & 0xff] ?? '').charCodeAt(0) : code;
}

function endOfInvisible(text: string, from: number): number {
  let at = from;
  for (let code = text.codePointAt(at); code !== undefined; code = text.codePointAt(at)) {
    if ((code >= 0x20 && code < DELETE) || kindAt(code) !== BESIDE || pageOf(code).texts[code & 0xff] !== '') break;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

/**
 * The word at a place is ASCII but for look-alikes: one of them touches a letter or digit, or nothing else is in it at
 * all.
 */
function lookAround(text: string, place: number): { readonly end: number; readonly isMixed: boolean } {
  let start = place;
  while (start > 0 && isToken(text.charCodeAt(start - 1))) start--;
  let letters = 0;
  let digits = 0;
  let hasForeign = false;
  let touches = false;
  let before = PLAIN;
  let at = start;
  for (; at < text.length && isToken(text.charCodeAt(at)); at++) {
    const code = text.charCodeAt(at);
    const kind = code < 0x80 ? STYLED : kindAt(code);
    const isAscii = code < 0x80 && isWord(code);
    if (isAscii && code < 0x3a) digits++;
    else if (isAscii) letters++;
    else if (kind === LETTER) hasForeign = true;
    const now = isAscii ? STYLED : kind === MIXED ? MIXED : PLAIN;
    if (now + before === STYLED + MIXED) touches = true;
    before = now;
  }
  return { end: at, isMixed: touches || (!hasForeign && (letters > 0 || digits >= 4)) };
}

function isToken(code: number): boolean {
  if (code < 0x80) return TOKEN[code] === 1;
  const kind = kindAt(code);
  return kind === MIXED || kind === LETTER || kind === STYLED || kind === BESIDE;
}
const TOKEN = Uint8Array.from({ length: 128 }, (_, code) => (/[\w\-+/=.@]/.test(String.fromCharCode(code)) ? 1 : 0));
