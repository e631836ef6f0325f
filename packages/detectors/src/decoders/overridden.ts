import type { Decoder, Reading } from './decoder.js';

/**
 * Text whose direction is overridden, as it is shown: from right to left.
 * https://www.unicode.org/reports/tr9/#Explicit_Directional_Overrides
 */
export const overridden: Decoder = {
  name: 'overridden',
  reads: 'characters',
  when: ({ others }) => others.runs.length > 0,
  read(text, { others }) {
    if (!others.units.includes('\u202e')) return [];
    const readings: Reading[] = [];
    for (const { 0: all, 1: said = '', index: start } of text.matchAll(OVERRIDDEN))
      readings.push({ start, end: start + all.length, text: Array.from(said).toReversed().join('') });
    return readings;
  },
};

/** Up to what ends it, or to the end of its paragraph. */
const OVERRIDDEN = /\u202e([^\u202a-\u202e\u2066-\u2069\r\n]{4,4096})[\u202c\u2069]?/g;
