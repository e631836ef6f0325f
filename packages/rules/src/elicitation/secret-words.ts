import { plain, undisguise } from '../texts/disguised-letters.js';
import { SECRET_LABELS, SECRETS } from './secret-vocabulary.js';

/*
 * Finds words in texts that are written for people, even if the words are disguised.
 * Every step takes time in proportion to the text. It does not know what a text means (a warning
 * not to type a password is refused too), nor words that no list holds.
 */

export const asksForSecret = (text: string): boolean => viewsOf(text).some((view) => ASKS.test(view));

/** The name or the title of a field asks for a secret. */
export const namesSecret = (label: string): boolean => viewsOf(label).some((view) => NAMES.test(view));

/** `apiKey`, `APIKey` */
const HUMPS = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;
const NO_WORD = /[^\p{L}\p{N}]+/gu;
const NO_DISGUISED_WORD = /[^\p{L}\p{N}@$!|€]+/gu;

/** The text as people may read it: each a row of words, with a space around every word. */
function viewsOf(text: string): readonly string[] {
  const whole = plain(text);
  const views = new Set<string>();
  for (const cased of [whole, whole.replace(HUMPS, ' ')]) {
    const small = cased.toLowerCase();
    views.add(toRow(small.split(NO_WORD)));
    const undisguised = undisguise(small);
    if (undisguised === small && !small.includes('1')) continue;
    for (const one of ['i', 'l']) views.add(toRow(undisguised.replaceAll('1', one).split(NO_DISGUISED_WORD)));
  }
  return [...views];
}

/** So many words in a row, each of so few letters, are the letters of one word. */
const MAX_SPLIT = 2;
const MIN_SPLITS = 3;
/** The begin of a word in single letters is unknown. */
const MAX_SPELT = 24;

function toRow(words: readonly string[]): string {
  const row: string[] = [];
  let split: string[] = [];
  const join = (): void => {
    const glued = split.join('');
    if (split.length >= MIN_SPLITS) {
      const isSpelt = split.length === glued.length;
      for (let at = 1; isSpelt && at <= glued.length - MIN_SPLITS; at++) row.push(glued.slice(at, at + MAX_SPELT));
      row.push(glued);
    }
    split = [];
  };
  for (const word of words) {
    if (word === '') continue;
    if (word.length <= MAX_SPLIT) split.push(word);
    else join();
    row.push(word);
  }
  join();
  return ` ${row.join(' ')} `;
}

/** Bounded everywhere, so that the time is bounded. */
const toSource = (entry: string): string => {
  const [, start, words = '', end] = /^(\*?)([^*]*)(\*?)$/u.exec(entry) ?? [];
  const spelt = plain(words).toLowerCase().replaceAll(' ', ' ?');
  return `${start === '*' ? '' : '(?<= )'}${spelt}${end === '*' ? '' : 's?(?= )'}`;
};

const ASKS = new RegExp(SECRETS.map(toSource).join('|'), 'u');
const NAMES = new RegExp(
  `(?<= )(?:${SECRET_LABELS.map((label) => plain(label).replaceAll(' ', ' ?')).join('|')}) $`,
  'u',
);
