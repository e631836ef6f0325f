import type { Hit, Site } from '../../detector.js';
import { rot13, wordsOf } from './letters.js';
import { isMention } from './mention.js';
import type { Pattern } from './patterns.js';

/** So far a sentence is read before and behind the word that led to it, in characters. */
const BEFORE = 260;
const BEHIND = 300;
/** A finding reaches to the end of its sentence, and no further than this. */
const MAX_LENGTH = 200;

interface Window {
  readonly words: string;
  /** Without blanks; only where a word is as long as several are. */
  readonly letters: string | undefined;
}

/** The window that was read last: words that lead to orders stand close together. */
let last: { readonly round: number; readonly from: number; readonly window: Window } | undefined;

function read({ text, start, round }: Site): Window {
  // Windows begin at every 64th character, so that neighbours share one.
  const from = Math.max(0, (start - BEFORE) & ~63);
  if (last?.round === round && last.from === from) return last.window;
  const window = toWindow(text.slice(from, from + BEFORE + BEHIND));
  last = { round, from, window };
  return window;
}

function toWindow(text: string): Window {
  const words = wordsOf(text);
  return { words, letters: GLUED.test(words) ? words.replaceAll(' ', '') : undefined };
}
/** A word of so many letters is several without blanks. */
const GLUED = /[a-z]{32}/;

function find(site: Site, { words, letters }: Window, patterns: readonly Pattern[]): Hit | undefined {
  let confidence = 0;
  for (const pattern of patterns) {
    if (pattern.confidence <= confidence) continue;
    if (pattern.words.test(words) || (letters !== undefined && pattern.letters.test(letters)))
      confidence = pattern.confidence;
  }
  if (confidence === 0) return undefined;
  const { text, start, end } = site;
  const length = text.slice(start, start + MAX_LENGTH).search(/[.!?]\s|\n|$/);
  return { start, end: Math.max(end, start + length), confidence: isMention(site) ? MENTIONED : confidence };
}
/** An order that is only spoken of is acted on nowhere. */
export const MENTIONED = 0.3;

/** An order at a site, by the words around it. */
export const readOrder = (site: Site, patterns: readonly Pattern[]): Hit | undefined =>
  find(site, read(site), patterns);

/** The same in letters thirteen places on. */
export function readTurned(site: Site, patterns: readonly Pattern[]): Hit | undefined {
  const { text, start } = site;
  return find(site, toWindow(rot13(text.slice(Math.max(0, start - BEFORE), start + BEHIND))), patterns);
}
