import { expect, it } from 'vitest';
import { toCheck } from '../../src/validators/number-checks.js';

// What ministries, registers and encyclopaedias give as examples, and numbers of well-known companies
it.each([
  ['a DNI', 'dni', '12345678Z'],
  ['an NIE', 'nie', 'X1234567L'],
  ['a CIF with a digit', 'cif', 'A58818501'],
  ['a BSN', 'sum 11 9 8 7 6 5 4 3 2 -1', '111222333'],
  ['a BSN of eight digits', 'sum 11 9 8 7 6 5 4 3 2 -1', '10000008'],
  ['a PPS number', 'pps', '1234567T'],
  ['a PPS number with two letters', 'pps', '1234567FA'],
  ['a codice fiscale', 'odd-even', 'MRTMTT91D08F205J'],
  ['a partita IVA', 'luhn', '00743110157'],
  ['an IČO', 'check 10987654321 7 8 7 6 5 4 3 2', '25123891'],
  ['a CUI', 'check 00987654321 9 7 5 3 2 1 7 5 3 2', '18547290'],
  ['a NIF of Portugal', 'check 00987654321 8 9 8 7 6 5 4 3 2', '501964843'],
  ['an AFM', 'check 01234567890 8 256 128 64 32 16 8 4 2', '094259216'],
  ['a German VAT number', '2> mod11-10', 'DE136695976'],
  ['a CNPJ', 'check 00987654321 13 6 5 4 3 2 9 8 7 6 5 4 3 2', '11222333000181'],
])('takes %s and no other check', (_, check, value) => {
  const isValid = toCheck(check);
  expect(isValid(value)).toBe(true);
  const others = Array.from(/[A-Z]$/.test(value) ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '0123456789')
    .map((last) => value.slice(0, -1) + last)
    .filter((other) => other !== value);
  expect(others.filter((other) => isValid(other))).toEqual([]);
});

it.each([
  ['/^[12]/ & luhn', '18', '25'],
  ['/^1/ or /^2/', '2', '3'],
  ['cross 10:6 2 1', '55', '51'],
  ['mod 97:1 WEST12345698765432', 'GB82', 'GB83'],
  ['remains 511 10', '00000005121', '00000005122'],
  ['lack 97 2', '1087', '1086'],
  ['luhn 2', '180', '190'],
  ['luhn -2', '018', '019'],
  ['date YYMMDD month%20', '993231', '991932'],
  ['date .DDMMYYYY', '129022000', '129022001'],
  ['date DDMM', '2902', '3002'],
  ['date DDMMYYY 1000', '2902004', '2902900'],
])('reads %j', (check, good, bad) => {
  const isValid = toCheck(check);
  expect(isValid(good)).toBe(true);
  expect(isValid(bad)).toBe(false);
});

it.each(['luck', 'sum eleven 1', 'check 012', 'date YYYY', '/[a/', 'luhn & '])('reads no check in %j', (text) => {
  expect(() => toCheck(text)).toThrow(/no check|no number|no day|Invalid/);
});
