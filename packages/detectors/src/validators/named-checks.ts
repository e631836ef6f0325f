import { crossSum, isIcaoChecked, isMod11And10, isMod11Minus2, modulo, weightedSum } from './checksums.js';
import { isDay, isYearMonthDay } from './dates.js';
import { isLuhn } from './luhn.js';
import { isVerhoeff } from './verhoeff.js';

/* The checks of numbers that only one state or office has; `numbers.tsv` says where each of them is described. */

/** The letter of a DNI is the remainder of its digits by 23. */
const isDni = (value: string): boolean => 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(value.slice(0, -1)) % 23] === value.at(-1);

/** A DNI with X, Y or Z for the first digit. */
const isNie = (value: string): boolean => isDni(value.replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));

/** The control of a Spanish company is a digit or a letter. */
function isCif(value: string): boolean {
  const check = (10 - (crossSum(value.slice(1, 8), [2, 1]) % 10)) % 10;
  return /^[ABCDEFGHJNP-SUVW]\d{7}.$/.test(value) && (value[8] === String(check) || value[8] === 'JABCDEFGHI'[check]);
}

/** Province and number by 97; a number of seven digits has no zero before it. */
function isSpanishSocial(digits: string): boolean {
  const number = digits.slice(0, 10);
  const rest = modulo(/^..0/.test(number) ? number.slice(0, 2) + number.slice(3) : number, 97);
  return /^(?:0[1-9]|[1-4]\d|5[0-3]|66)/.test(number) && rest === Number(digits.slice(10));
}

/** Irish PPS and VAT numbers: seven digits, their letter, and one letter more in newer ones. */
function isPps(value: string): boolean {
  const letters = 'WABCDEFGHIJKLMNOPQRSTUV';
  const second = letters.indexOf(value[8] ?? 'W');
  return second >= 0 && letters[(weightedSum(value.slice(0, 7), [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === value[7];
}

/** The values of characters at odd places in Italian and Cypriot codes; at even places each has its own. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** The last letter is the sum of the characters before it, by 26. Italian decree of 23/12/1976. */
function isOddEven(value: string): boolean {
  let sum = 0;
  for (let at = 0; at < value.length - 1; at++) {
    const code = value.charCodeAt(at);
    const counts = code - (code < 0x41 ? 0x30 : 0x41);
    sum += at % 2 === 0 ? (ODD[counts] ?? 0) : counts;
  }
  return sum % 26 === value.charCodeAt(value.length - 1) - 0x41;
}

/** The key is what lacks from the number to a multiple of 97; Corsica's 2A and 2B count as 19 and 18. */
function isNir(compact: string): boolean {
  const number = compact.replace('2A', '19').replace('2B', '18');
  return (
    /^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}/.test(compact) &&
    modulo(number.slice(0, 13), 97) + Number(number.slice(13)) === 97
  );
}

/** Luhn with letters, as in Portugal: what is doubled and has two digits counts nine less. */
function isLuhnOfLetters(number: string): boolean {
  let sum = 0;
  for (let at = 0; at < 12; at++) {
    const value = weightedSum(number.charAt(at), [at % 2 === 0 ? 2 : 1]);
    sum += at % 2 === 0 && value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** German insurances: a letter counts as the two digits of its place in the alphabet. */
const withDigits = (number: string, at: number): string =>
  number.slice(0, at) + String(number.charCodeAt(at) - 0x40).padStart(2, '0') + number.slice(at + 1);
const isGermanSocial = (number: string): boolean =>
  crossSum(withDigits(number, 8).slice(0, -1), [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 === Number(number[11]);
const isGermanHealth = (number: string): boolean =>
  crossSum(withDigits(number, 0).slice(0, -1), [1, 2]) % 10 === Number(number[9]);

function isHetu(number: string): boolean {
  const serial = number.slice(-4, -1);
  const [, sign = 'A'] = /^\d{6}(.)....$/.exec(number) ?? [];
  return (
    /[A-FU-Y]/.test(sign) &&
    serial > '001' &&
    isDay(Number(number.slice(0, 2)), Number(number.slice(2, 4)), Number(number.slice(4, 6))) &&
    '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(number.slice(0, 6) + serial) % 31] === number.at(-1)
  );
}

/** Day and time of some file or build, of this century: `240115-0930`, `15012024-0930`. */
const STAMP = /^(?:(?:20)?[0-2]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|\d{4}(?:20)?2\d)(?:[01]\d|2[0-3])[0-5]\d$/;

const isSnils = (digits: string): boolean =>
  (weightedSum(digits.slice(0, 9), [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(digits.slice(9));

/** Each digit plus its place counts a power of two by nine. */
function isVkn(compact: string): boolean {
  let sum = 0;
  for (let at = 0; at < 9; at++) {
    const shifted = (Number(compact[at]) + 9 - at) % 10;
    sum += shifted === 9 ? 9 : (shifted * 2 ** (9 - at)) % 9;
  }
  return (10 - (sum % 10)) % 10 === Number(compact[9]);
}

/** The ninth digit counts five times, both digits of the product. */
const isKoreanBusiness = (digits: string): boolean =>
  (weightedSum(digits.slice(0, 9), [1, 3, 7, 1, 3, 7, 1, 3, 5]) +
    Math.floor((Number(digits[8]) * 5) / 10) +
    Number(digits[9])) %
    10 ===
  0;

/** Powers of three by 31. */
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
function isCreditCode(number: string): boolean {
  let sum = 0;
  for (let at = 0, weight = 1; at < 17; at++, weight = (weight * 3) % 31)
    sum += weight * CREDIT_ALPHABET.indexOf(number.charAt(at));
  return (
    // A province behind the kind, or 10 for the whole state
    /^(?:1[1-39]|5[1-39]|9[1-3])(?:10|1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/.test(number) &&
    number[17] === CREDIT_ALPHABET[(31 - (sum % 31)) % 31]
  );
}

/** A letter counts 10 to 35 in this order, its digits once and nine times. */
const TW_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';
function isTaiwanese(number: string): boolean {
  if (!/^[A-Z][1289]\d{8}$/.test(number)) return false;
  const letter = TW_LETTERS.indexOf(number.charAt(0)) + 10;
  return weightedSum(`${letter}${number.slice(1)}`, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

function isUen(number: string): boolean {
  const sum = (weights: readonly number[]): number => weightedSum(number.slice(0, -1), weights);
  const last = number.at(-1);
  if (/^\d{8}[A-Z]$/.test(number)) return last === 'XMKECAWLJDB'[sum([10, 4, 9, 3, 8, 2, 7, 1]) % 11];
  if (/^(?:18|19|20)\d{7}[A-Z]$/.test(number)) return last === 'ZKCMDNERGWH'[sum([10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11];
  if (!/^[RST]\d\d[A-Z]{2}\d{4}[A-Z]$/.test(number)) return false;
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWX0123456789';
  return last === alphabet[(((placesIn(alphabet, number, [4, 3, 5, 3, 10, 2, 2, 5, 7]) - 5) % 11) + 11) % 11];
}

/** The sum of the places of characters in an alphabet, each times its weight. */
const placesIn = (alphabet: string, number: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * alphabet.indexOf(number.charAt(at)), 0);
const descending = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => from - at);

/** Letters count as their ASCII code less 48. */
const isCnpj = (number: string): boolean =>
  [12, 13].every((length) => {
    let sum = 0;
    for (let at = 0; at < length; at++) sum += (number.charCodeAt(at) - 48) * (((length - 1 - at) % 8) + 2);
    return Number(number[length]) === (sum % 11 < 2 ? 0 : 11 - (sum % 11));
  });

const CURP_ORDER = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
const isCurp = (number: string): boolean =>
  /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d$/.test(number) &&
  isYearMonthDay(number.slice(4, 10)) &&
  (10 - (placesIn(CURP_ORDER, number, descending(18, 17)) % 10)) % 10 === Number(number[17]);

const RFC_ORDER = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';
const isRfc = (number: string): boolean =>
  number.at(-1) === '0123456789A'[(11 - (placesIn(RFC_ORDER, number.padStart(13), descending(13, 12)) % 11)) % 11];

/** The letter of a Venezuelan RIF is a digit too. */
function isRif(number: string): boolean {
  const kind = 'VEJPG'.indexOf(number.charAt(0)) + 1;
  const lack = (11 - (weightedSum(`${kind}${number.slice(1, 9)}`, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return kind > 0 && Number(number[9]) === lack % 10;
}

/** A second row of weights counts where the first gives 10. */
function isIrd(digits: string): boolean {
  const padded = digits.padStart(9, '0');
  const lack = (weights: readonly number[]): number => (11 - (weightedSum(padded.slice(0, 8), weights) % 11)) % 11;
  const first = lack([3, 2, 7, 6, 5, 4, 3, 2]);
  const check = first === 10 ? lack([7, 4, 3, 2, 5, 2, 7, 6]) : first;
  return Number(digits) > 10e6 && Number(digits) < 150e6 && check === Number(padded.at(-1));
}

/** Two characters, of which letters are not checked, and a SIREN. */
const isFrenchVat = (rest: string): boolean =>
  isLuhn(rest.slice(2)) &&
  (/^\D|^.\D/.test(rest) || (12 + 3 * modulo(rest.slice(2), 97)) % 97 === Number(rest.slice(0, 2)));

export const NAMED_CHECKS: ReadonlyMap<string, (number: string) => boolean> = new Map([
  ['cif', isCif],
  ['cnpj', isCnpj],
  ['credit-code', isCreditCode],
  ['curp', isCurp],
  ['dni', isDni],
  ['french-vat', isFrenchVat],
  ['german-health', isGermanHealth],
  ['german-social', isGermanSocial],
  ['hetu', isHetu],
  ['icao', isIcaoChecked],
  ['ird', isIrd],
  ['korean-business', isKoreanBusiness],
  ['luhn-of-letters', isLuhnOfLetters],
  ['mod11-10', isMod11And10],
  ['mod11-2', isMod11Minus2],
  ['nie', isNie],
  ['nir', isNir],
  ['no-stamp', (number: string): boolean => !STAMP.test(number)],
  ['odd-even', isOddEven],
  ['pps', isPps],
  ['rfc', isRfc],
  ['rif', isRif],
  ['snils', isSnils],
  ['spanish-social', isSpanishSocial],
  ['taiwanese', isTaiwanese],
  ['uen', isUen],
  ['verhoeff', isVerhoeff],
  ['vkn', isVkn],
]);
