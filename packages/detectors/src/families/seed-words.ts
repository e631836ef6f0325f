import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../seed-words.txt', import.meta.url), 'utf8').replaceAll('\n', '');
if (!/^(?:[A-Za-z]{3}[A-Za-z-]\d){2048}$/.test(text))
  throw new Error('packages/detectors/seed-words.txt:1: no 2,048 words');

/**
 * The 2,048 English words of BIP-39: the first four letters, which no two have in common, and the length. Words of three
 * letters have a dash. Those in capitals are rare in other texts, and one phrase of 12 in 180 has none of them.
 * https://github.com/bitcoin/bips/blob/master/bip-0039/english.txt (MIT). The bundle has the text here.
 */
export const SEED_WORDS: string = text;
