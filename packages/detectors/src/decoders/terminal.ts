import type { Decoder, Reading } from './decoder.js';

/**
 * Text as a terminal shows it: colours and titles are no part of it.
 * https://ecma-international.org/publications-and-standards/standards/ecma-48/
 */
export const terminal: Decoder = {
  name: 'terminal',
  reads: 'characters',
  when: ({ others }) => others.runs.length > 0,
  read(text, { others }) {
    const { units } = others;
    if (!units.includes('\x1b') && !units.includes('\x9b')) return [];
    const readings: Reading[] = [];
    for (const { index: start, 0: all } of text.matchAll(ESCAPE))
      readings.push({ start, end: start + all.length, text: '', each: 0 });
    return readings;
  },
};

/** Sequences with parameters, strings up to their ends, and escapes of one letter. */
const ESCAPE = new RegExp(
  [
    String.raw`(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]`,
    String.raw`\x1b[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)`,
    String.raw`\x1b[ -/]{0,8}[0-OQ-WYZ\\${'`'}-~]`,
  ].join('|'),
  'g',
);
