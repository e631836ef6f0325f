import { expect, it } from 'vitest';
import {
  crossSum,
  isIcaoChecked,
  isMod11And10,
  isMod11Minus2,
  modulo,
  weightedSum,
} from '../../src/validators/checksums.js';

it('weighs digits and letters, with weights that begin again', () => {
  expect(weightedSum('123', [1, 2, 3])).toBe(14);
  expect(weightedSum('12345', [1, 3])).toBe(1 + 6 + 3 + 12 + 5);
  expect(weightedSum('Ab<', [1, 2])).toBe(10 + 22);
});

it('adds the digits of products', () => {
  expect(crossSum('987', [1, 2])).toBe(9 + (1 + 6) + 7);
});

it('divides numbers of any length', () => {
  // The IBAN of https://www.iso.org/standard/81090.html as everyone shows it, its country at the end
  expect(modulo('WEST12345698765432GB82', 97)).toBe(1);
  expect(modulo('98765432109876543210', 97)).toBe(Number(98765432109876543210n % 97n));
});

it('checks by mod 11,10', () => {
  // ISO 7064 has 0794 with the check digit 5
  expect(Array.from('0123456789').filter((last) => isMod11And10(`0794${last}`))).toEqual(['5']);
});

it('checks by mod 11-2', () => {
  // ISO 7064 has 0794 with the check character 0; the last is an ORCID with an X
  expect(Array.from('0123456789X').filter((last) => isMod11Minus2(`0794${last}`))).toEqual(['0']);
  expect(isMod11Minus2('000000021694233X')).toBe(true);
});

it('checks what machines read', () => {
  // ICAO 9303 part 3, appendix A
  expect(isIcaoChecked('5207273')).toBe(true);
  expect(isIcaoChecked('AB2134<<<5')).toBe(true);
  expect(isIcaoChecked('AB2134<<<6')).toBe(false);
});
