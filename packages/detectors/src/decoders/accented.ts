import type { Decoder, Reading } from './decoder.js';

/** Marks on letters of words that need none: `Ígnóré`, `systém prómpt`. Words of other languages with them are read, too, and say nothing. */
export const accented: Decoder = {
  name: 'accented',
  reads: 'runs',
  when: ({ others }) => MARK.test(others.units),
  read(text) {
    const readings: Reading[] = [];
    let done = 0;
    for (const { index, 0: told } of text.matchAll(TELLING)) {
      if (index < done || !MARK.test(told)) continue;
      const start = Math.max(done, index - BEFORE);
      const end = Math.min(text.length, index + BEHIND);
      for (const { index: at, 0: word } of text.slice(start, end).matchAll(MARKED))
        readings.push({ start: start + at, end: start + at + word.length, text: plain(word) });
      done = end;
    }
    return readings;
  },
};

const BEFORE = 200;
const BEHIND = 300;
/** Words of orders in English, with a mark on one of their vowels or more. */
const TELLING =
  /[iì-ï]gn[oò-ö]r[eè-ë]|[iì-ï]nstr[uù-ü]ct[iì-ï][oò-ö]ns|syst[eè-ë]m pr[oò-ö]mpt|d[iì-ï]sr[eè-ë]g[aà-å]rd|f[oò-ö]rg[eè-ë]t [aà-å]|b[yý]p[aà-å]ss/gi;
const MARK = /[\u00c0-\u017f]/;
const MARKED = /[a-z\u00c0-\u017f]{0,32}[\u00c0-\u017f][a-z\u00c0-\u017f]{0,32}/gi;

const plain = (word: string): string => word.normalize('NFKD').replace(/\p{M}+/gu, '');
