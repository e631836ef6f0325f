import type { Hit, Site } from '../../detector.js';
import { rot13, wordsOf, type Form } from './letters.js';
import { isMention } from './mention.js';
import type { Pattern } from './patterns.js';

/** So far a sentence is read before and behind the word that led to it, in characters. */
const BEFORE = 260;
const BEHIND = 300;
const STEP = 128;
/** A finding reaches to the end of its sentence, and no further than this. */
const MAX_LENGTH = 200;

interface Window {
  readonly round: number;
  readonly from: number;
  readonly text: Readonly<Partial<Record<Form, string>>>;
  /** Starts and ends, in turn, of the places of each part that was looked for. */
  readonly places: Map<RegExp, readonly number[]>;
  /** How sure each list of patterns is in it, once one has looked. */
  readonly found: Map<readonly Pattern[], number>;
}

/** The windows that were read last: words that lead to orders stand close together, and a flood of them has few windows. */
const last: { plain: Window | undefined; turned: Window | undefined } = { plain: undefined, turned: undefined };

function read({ text: all, start, round }: Site, as: keyof typeof last): Window {
  // Windows begin at every 128th character, so that neighbours share one.
  const from = Math.max(0, (start - BEFORE) & ~(STEP - 1));
  const known = last[as];
  if (known?.round === round && known.from === from) return known;
  const stretch = all.slice(from, from + BEFORE + STEP + BEHIND);
  const words = wordsOf(as === 'turned' ? rot13(stretch) : stretch);
  const text = GLUED.test(words) ? { words, letters: words.replaceAll(' ', '') } : { words };
  return (last[as] = { round, from, text, places: new Map(), found: new Map() });
}
/** A word of so many letters is several without blanks. */
const GLUED = /[a-z]{32}/;

function surest(window: Window, patterns: readonly Pattern[]): number {
  const known = window.found.get(patterns);
  if (known !== undefined) return known;
  let confidence = 0;
  for (const pattern of patterns)
    if (pattern.confidence > confidence && (isIn(window, pattern, 'words') || isIn(window, pattern, 'letters')))
      confidence = pattern.confidence;
  window.found.set(patterns, confidence);
  return confidence;
}

/** The parts follow on each other. Each is looked for once, so that a flood of them costs no more than other words. */
function isIn(window: Window, { parts }: Pattern, form: Form): boolean {
  const text = window.text[form];
  if (text === undefined) return false;
  let ends: readonly number[] | undefined;
  for (const part of parts) {
    const next: number[] = [];
    const places = placesOf(window, text, part[form]);
    let before = 0;
    for (let at = 0; at < places.length; at += 2) {
      const start = places[at] ?? 0;
      while (ends && (ends[before] ?? Infinity) < start - part.gap) before++;
      if (!ends || (ends[before] ?? Infinity) <= start) next.push(places[at + 1] ?? 0);
    }
    if (next.length === 0) return false;
    ends = next;
  }
  return true;
}

function placesOf({ places }: Window, text: string, part: RegExp): readonly number[] {
  let known = places.get(part);
  if (!known) {
    const found: number[] = [];
    part.lastIndex = 0;
    for (let next = part.exec(text); next; next = part.exec(text)) found.push(next.index, part.lastIndex);
    places.set(part, (known = found));
  }
  return known;
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
