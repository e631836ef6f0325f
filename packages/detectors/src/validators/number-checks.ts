import { crossSum, modulo, weightedSum } from './checksums.js';
import { isDay } from './dates.js';
import { isLuhn } from './luhn.js';
import { NAMED_CHECKS } from './named-checks.js';
import { toExpression, toTest } from './terms.js';

/*
 * Checks of numbers as tables write them, of the terms that `terms.ts` joins. A number is checked in upper case, without what separates its groups. A term is an expression between
 * slashes, the name of a check in `named-checks.ts`, or one of those below. Weights are those of the first characters; a
 * number with fewer has zeros before it.
 *
 * - `any`: nothing checks it, and its form is enough
 * - `sum 11:2 7 6 5`: the weighted sum, divided by 11, leaves 2 (0 where nothing is said)
 * - `cross 10:6 2 1 2`: the same of the sum of the digits of each product
 * - `check 0K987 4 2 7 6 5`: the character at place 4, counted from 0, is the one of `0K987` at the place of the weighted
 *   sum, divided by their number
 * - `luhn`, `luhn 9`, `luhn -10`: of all of it, of its first nine, of its last ten characters
 * - `mod 97`: it is a multiple of 97; `mod 97:1 NL` if it leaves 1 with `NL` before it
 * - `remains 511 10`: its first ten characters leave by 511 what follows them; with a third number, by this one too
 * - `lack 97 9`: what follows its first nine characters is what they lack to 97; with a third one, with that before them
 * - `2> luhn`: what follows its first two characters passes that
 * - `date .YYMMDD`: the characters under the letters are a day; `month%20` and `day%40` take what is added to one away, and
 *   a number is added to the year
 */

/** Takes a number in upper case, without what separates its groups. */
export type NumberCheck = (number: string) => boolean;

/** Throws for a check that cannot be read. */
export const toCheck = (text: string): NumberCheck => toTest(text, toTerm);

function toTerm(term: string): NumberCheck {
  const [lead, count] = /^(\d)> /.exec(term) ?? [];
  if (lead !== undefined) {
    const [check, from] = [toTerm(term.slice(lead.length)), Number(count)];
    return (number) => check(number.slice(from));
  }
  const expression = toExpression(term);
  if (expression) return (number) => expression.test(number);
  const [name = '', ...words] = term.split(' ');
  const check = NAMED_CHECKS.get(name) ?? MAKERS.get(name)?.(words);
  if (!check) throw new Error(`there is no check ${name}`);
  return check;
}

const toNumber = (word: string | undefined): number => {
  if (word === undefined || !/^-?\d{1,4}$/.test(word)) throw new Error(`${word ?? 'nothing'} is no number`);
  return Number(word);
};
const modulus = (word = ''): readonly [by: number, rest: number] => {
  const [by, rest = '0'] = word.split(':');
  return [toNumber(by), toNumber(rest)];
};
/** The remainder as it is counted, never below zero. */
const leaves = (sum: number, by: number): number => ((sum % by) + by) % by;

const summed =
  (add: typeof weightedSum) =>
  ([first, ...rest]: readonly string[]): NumberCheck => {
    const [by, left] = modulus(first);
    const weights = rest.map(toNumber);
    const { length } = weights;
    return (number) => leaves(add(number.padStart(length, '0').slice(0, length), weights), by) === left;
  };

type MakeCheck = (words: readonly string[]) => NumberCheck;

const MAKERS: ReadonlyMap<string, MakeCheck> = new Map<string, MakeCheck>([
  ['any', () => () => true],
  ['sum', summed(weightedSum)],
  ['cross', summed(crossSum)],
  ['check', checked],
  [
    'luhn',
    ([count]) => {
      if (count === undefined) return isLuhn;
      const at = toNumber(count);
      return (number) => isLuhn(at < 0 ? number.slice(at) : number.slice(0, at));
    },
  ],
  [
    'mod',
    ([by, before = '']) => {
      const [divisor, left] = modulus(by);
      return (number) => modulo(before + number, divisor) === left;
    },
  ],
  [
    'remains',
    ([by, count, last]) => {
      const [divisor, at, end] = [toNumber(by), toNumber(count), last === undefined ? Infinity : toNumber(last)];
      return (number) => modulo(number.slice(0, at), divisor) % end === Number(number.slice(at));
    },
  ],
  [
    'lack',
    ([by, count, before = '']) => {
      const [divisor, at] = [toNumber(by), toNumber(count)];
      return (number) => modulo(before + number.slice(0, at), divisor) + Number(number.slice(at)) === divisor;
    },
  ],
  ['date', dated],
]);

function checked([letters = '', place, ...rest]: readonly string[]): NumberCheck {
  const at = toNumber(place);
  const weights = rest.map(toNumber);
  const length = Math.max(at + 1, weights.length);
  return (number) => {
    const padded = number.padStart(length, '0');
    return letters[leaves(weightedSum(padded.slice(0, weights.length), weights), letters.length)] === padded[at];
  };
}

const take = (value: number, steps: readonly number[]): number => steps.reduce((rest, step) => rest % step, value);

function dated([pattern = '', ...words]: readonly string[]): NumberCheck {
  const numberUnder = (letter: string): ((number: string) => number) | undefined => {
    const [from, to] = [pattern.indexOf(letter), pattern.lastIndexOf(letter) + 1];
    return from < 0 ? undefined : (number) => Number(number.slice(from, to));
  };
  const stepsOf = (what: string): readonly number[] =>
    words.flatMap((word) => (word.startsWith(`${what}%`) ? word.split('%').slice(1).map(toNumber) : []));
  const [year, month, day] = [numberUnder('Y'), numberUnder('M'), numberUnder('D')];
  if (!month || !day) throw new Error(`${pattern} has no day and month`);
  const [months, days] = [stepsOf('month'), stepsOf('day')];
  const begin = words.filter((word) => /^\d/.test(word)).reduce((sum, word) => sum + toNumber(word), 0);
  return (number) => isDay(take(day(number), days), take(month(number), months), year && begin + year(number));
}
