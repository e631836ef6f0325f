import { expect, it } from 'vitest';
import { isElevenLess } from '../../src/validators/checksums.js';
import {
  isBsn,
  isCif,
  isCui,
  isDni,
  isEik,
  isAfm,
  isIco,
  isNie,
  isOddEven,
  isPartitaIva,
  isPps,
} from '../../src/validators/tax-numbers.js';

// What ministries, registers and encyclopaedias give as examples, and numbers of well-known companies
it.each([
  ['a DNI', isDni, '12345678Z'],
  ['an NIE', isNie, 'X1234567L'],
  ['a CIF with a digit', isCif, 'A58818501'],
  ['a BSN', isBsn, '111222333'],
  ['a BSN of eight digits', isBsn, '10000008'],
  ['a PPS number', isPps, '1234567T'],
  ['a PPS number with two letters', isPps, '1234567FA'],
  ['a codice fiscale', isOddEven, 'MRTMTT91D08F205J'],
  ['a partita IVA', isPartitaIva, '00743110157'],
  ['an IČO', isIco, '25123891'],
  ['a CUI', isCui, '18547290'],
  ['an EIK', isEik, '175074752'],
  ['a NIF of Portugal', (value: string) => isElevenLess(value, [9, 8, 7, 6, 5, 4, 3, 2], 0), '501964843'],
  ['an AFM', isAfm, '094259216'],
])('takes %s and no other check', (_, isValid, value) => {
  expect(isValid(value)).toBe(true);
  const others = Array.from(/[A-Z]$/.test(value) ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '0123456789')
    .map((last) => value.slice(0, -1) + last)
    .filter((other) => other !== value);
  expect(others.filter((other) => isValid(other))).toEqual([]);
});

it('takes no partita IVA without a number or an office', () => {
  expect(isPartitaIva('00000000000')).toBe(false);
  expect(isPartitaIva('12345670009')).toBe(false);
});
