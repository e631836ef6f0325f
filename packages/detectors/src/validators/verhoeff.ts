/*
 * Verhoeff, Error Detecting Decimal Codes (1969): the digits are multiplied in the symmetry group of
 * a pentagon, each after a permutation that depends on its position.
 */

const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
/** The permutation by position from the right, modulo 8, applied as often. */
const POWERS: readonly (readonly number[])[] = Array.from({ length: 8 }, (_, power) =>
  PERMUTATION.map((_digit, digit) => {
    let image = digit;
    for (let times = 0; times < power; times++) image = PERMUTATION[image]!;
    return image;
  }),
);

/** The last digit checks the others. One random number in ten passes. */
export function isVerhoeff(digits: string): boolean {
  let product = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 0x30;
    product = multiply(product, POWERS[at % 8]![digit]!);
  }
  return product === 0;
}

/** Below 5 are the rotations of the pentagon, from 5 on its reflections. */
function multiply(left: number, right: number): number {
  if (left < 5) return right < 5 ? (left + right) % 5 : 5 + ((left + right) % 5);
  return right < 5 ? 5 + ((left - right) % 5) : (left - right + 5) % 5;
}
