/* Sums that check digits are made of. A character counts 0 to 9, or 10 to 35 for `A` to `Z`. */

/** The sum of each character times its weight; weights that run out begin again. */
export function weightedSum(chars: string, weights: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < chars.length; at++) sum += valueAt(chars, at) * weights[at % weights.length]!;
  return sum;
}

/** The sum of the digits of each digit times its weight, as Luhn has it. */
export function crossSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const product = valueAt(digits, at) * weights[at % weights.length]!;
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum;
}

/** The remainder of a number of any length; a letter stands for two digits, as in ISO 7064 mod 97-10 and IBANs. */
export function modulo(chars: string, divisor: number): number {
  let rest = 0;
  for (let at = 0; at < chars.length; at++) {
    const value = valueAt(chars, at);
    rest = (rest * (value > 9 ? 100 : 10) + value) % divisor;
  }
  return rest;
}

/** ISO 7064 mod 11,10: the last digit checks the others. */
export function isMod11And10(digits: string): boolean {
  let rest = 10;
  for (let at = 0; at < digits.length - 1; at++) {
    const sum = (rest + valueAt(digits, at)) % 10;
    rest = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (rest + valueAt(digits, digits.length - 1)) % 10 === 1;
}

/** ISO 7064 mod 11-2: the last character, a digit or `X`, checks the digits before it. */
export function isMod11Minus2(chars: string): boolean {
  let rest = 0;
  for (let at = 0; at < chars.length - 1; at++) rest = ((rest + valueAt(chars, at)) * 2) % 11;
  const last = chars.at(-1) ?? '';
  return (rest + (last === 'X' || last === 'x' ? 10 : Number(last))) % 11 === 1;
}

/** ICAO 9303 part 3, 4.9: the last digit checks the characters before it; `<` counts nothing. */
export const isIcaoChecked = (chars: string): boolean =>
  weightedSum(chars.slice(0, -1), [7, 3, 1]) % 10 === Number(chars.at(-1));

function valueAt(chars: string, at: number): number {
  const code = chars.charCodeAt(at);
  if (code <= 0x39) return code >= 0x30 ? code - 0x30 : 0;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? letter - 0x57 : 0;
}
