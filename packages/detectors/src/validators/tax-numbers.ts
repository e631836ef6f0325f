import { crossSum, isMod11, modulo, weightedSum } from './checksums.js';
import { isLuhn } from './luhn.js';

/* Checks of numbers that are also part of VAT numbers; all take them without separators, in upper case. */

/** Danish companies (CVR), Finnish ones (Y-tunnus) and Polish tax payers (NIP): the weighted sum of all digits is a multiple of 11. */
export const isCvr = (digits: string): boolean => weightedSum(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
export const isFinnishCompany = (digits: string): boolean => weightedSum(digits, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0;
export const isNip = (digits: string): boolean => weightedSum(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7, -1]) % 11 === 0;

/** Hungarian companies, by the first eight digits of their tax number. */
export const isHungarianCompany = (digits: string): boolean => weightedSum(digits.slice(0, 8), [9, 7, 3, 1]) % 10 === 0;

/** Greek tax payers (AFM): powers of two. */
export const isAfm = (digits: string): boolean => isMod11(digits, [256, 128, 64, 32, 16, 8, 4, 2]);

/** Belgian enterprises: the last two digits are what the others lack to a multiple of 97. */
export const isBelgianEnterprise = (digits: string): boolean =>
  /^[01]/.test(digits) && modulo(digits.slice(0, 8), 97) + Number(digits.slice(8)) === 97;

/** Bulgarian companies: if the first sum gives ten, the second is taken. */
export const isEik = (digits: string): boolean =>
  weightedSum(digits.slice(0, 8), [1, 2, 3, 4, 5, 6, 7, 8]) % 11 < 10
    ? isMod11(digits, [1, 2, 3, 4, 5, 6, 7, 8])
    : isMod11(digits, [3, 4, 5, 6, 7, 8, 9, 10]);

/** Czech, Slovak and Slovenian numbers of eight digits: 11 less the remainder, by its last digit. Decree 305/1997. */
export const isIco = (digits: string): boolean =>
  (11 - (weightedSum(digits.slice(0, 7), [8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(digits[7]);

/** Romanian companies: up to ten digits, weighed from the right. */
export const isCui = (digits: string): boolean =>
  /^[1-9]/.test(digits) &&
  ((weightedSum(digits.slice(0, -1).padStart(9, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 ===
    Number(digits.at(-1));

/** Dutch "elfproef": the last digit counts minus one. */
export const isBsn = (digits: string): boolean =>
  weightedSum(digits.padStart(9, '0'), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

/** Digits and the letter of their remainder by 23. https://www.interior.gob.es/ ("Cálculo del dígito de control del NIF") */
export const isDni = (value: string): boolean =>
  'TRWAGMYFPDXBNJZSQVHLCKE'[Number(value.slice(0, -1)) % 23] === value.at(-1);

/** A DNI with X, Y or Z for the first digit. */
export const isNie = (value: string): boolean =>
  isDni(value.replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));

/** Spanish companies: the control is a digit or a letter. Order EHA/451/2008. */
export function isCif(value: string): boolean {
  const check = (10 - (crossSum(value.slice(1, 8), [2, 1]) % 10)) % 10;
  return /^[ABCDEFGHJNP-SUVW]\d{7}.$/.test(value) && (value[8] === String(check) || value[8] === 'JABCDEFGHI'[check]);
}

/** Irish PPS and VAT numbers: seven digits, their letter, and one letter more in newer ones. */
export function isPps(value: string): boolean {
  const letters = 'WABCDEFGHIJKLMNOPQRSTUV';
  const second = letters.indexOf(value[8] ?? 'W');
  return second >= 0 && letters[(weightedSum(value.slice(0, 7), [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === value[7];
}

/** Italian VAT numbers: seven digits, the office, Luhn. Decree of 23/12/1976. */
export const isPartitaIva = (digits: string): boolean =>
  /^(?!0{7}).{7}(?:0(?!00)\d\d|100|120|121|888|999)/.test(digits) && isLuhn(digits);

/** The values of characters at odd places in Italian and Cypriot codes; at even places each has its own. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** The last letter is the sum of the characters before it, by 26. Italian decree of 23/12/1976. */
export function isOddEven(value: string): boolean {
  let sum = 0;
  for (let at = 0; at < value.length - 1; at++) {
    const code = value.charCodeAt(at);
    const counts = code - (code < 0x41 ? 0x30 : 0x41);
    sum += at % 2 === 0 ? (ODD[counts] ?? 0) : counts;
  }
  return sum % 26 === value.charCodeAt(value.length - 1) - 0x41;
}

/** British VAT numbers: the last two digits make the sum a multiple of 97, or a little more than one in newer numbers. */
export function isBritishVat(digits: string): boolean {
  const sum = weightedSum(digits.slice(0, 7), [8, 7, 6, 5, 4, 3, 2]) + Number(digits.slice(7, 9));
  return [0, 42, 55].includes(sum % 97);
}
