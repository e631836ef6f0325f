import type { Hit, Site } from '../../detector.js';
import { rot13, wordsOf } from './letters.js';
import { isMention } from './mention.js';
import type { Pattern } from './patterns.js';

/** So far a sentence is read before and behind the word that led to it, in characters. */
const BEFORE = 260;
const BEHIND = 300;
const STEP = 256;
/** A finding reaches to the end of its sentence, and no further than this. */
const MAX_LENGTH = 200;

interface Window {
  readonly round: number;
  readonly from: number;
  readonly words: string;
  /** Without blanks; only where a word is as long as several are. */
  readonly letters: string | undefined;
  /** How sure each list of patterns is in it, once one has looked. */
  readonly found: Map<readonly Pattern[], number>;
}

/** The windows that were read last: words that lead to orders stand close together, and a flood of them has few windows. */
const last: { plain: Window | undefined; turned: Window | undefined } = { plain: undefined, turned: undefined };

function read({ text, start, round }: Site, as: keyof typeof last): Window {
  // Windows begin at every 256th character, so that neighbours share one.
  const from = Math.max(0, (start - BEFORE) & ~(STEP - 1));
  const known = last[as];
  if (known?.round === round && known.from === from) return known;
  const stretch = text.slice(from, from + BEFORE + STEP + BEHIND);
  const words = wordsOf(as === 'turned' ? rot13(stretch) : stretch);
  const letters = GLUED.test(words) ? words.replaceAll(' ', '') : undefined;
  return (last[as] = { round, from, words, letters, found: new Map() });
}
/** A word of so many letters is several without blanks. */
const GLUED = /[a-z]{32}/;

function surest({ words, letters, found }: Window, patterns: readonly Pattern[]): number {
  const known = found.get(patterns);
  if (known !== undefined) return known;
  let confidence = 0;
  for (const pattern of patterns) {
    if (pattern.confidence <= confidence) continue;
    if (pattern.words.test(words) || (letters !== undefined && pattern.letters.test(letters)))
      confidence = pattern.confidence;
  }
  found.set(patterns, confidence);
  return confidence;
}

/** An order that is only spoken of is acted on nowhere. */
export const MENTIONED = 0.3;

/** An order at a site, by the words around it; of a turned text, by its letters thirteen places on. */
export function readOrder(site: Site, patterns: readonly Pattern[], as: keyof typeof last = 'plain'): Hit | undefined {
  const confidence = surest(read(site, as), patterns);
  if (confidence === 0) return undefined;
  const { text, start, end } = site;
  const length = text.slice(start, start + MAX_LENGTH).search(/[.!?]\s|\n|$/);
  return { start, end: Math.max(end, start + length), confidence: isMention(site) ? MENTIONED : confidence };
}
