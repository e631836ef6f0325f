const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** The sum in BIP-173, and in BIP-350 (bech32m). */
const SUMS = new Set([1, 0x2bc830a3]);

/** The last six characters check the others. */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== text && text.toUpperCase() !== text) return false;
  const separator = lower.lastIndexOf('1');
  if (separator < 1 || lower.length - separator < 7) return false;
  let sum = 1;
  for (let at = 0; at < separator; at++) sum = next(sum, lower.charCodeAt(at) >> 5);
  sum = next(sum, 0);
  for (let at = 0; at < separator; at++) sum = next(sum, lower.charCodeAt(at) & 31);
  for (let at = separator + 1; at < lower.length; at++) {
    const value = ALPHABET.indexOf(lower[at]!);
    if (value < 0) return false;
    sum = next(sum, value);
  }
  return SUMS.has(sum);
}

function next(sum: number, value: number): number {
  const top = sum >>> 25;
  let made = ((sum & 0x1ffffff) << 5) ^ value;
  for (let bit = 0; bit < 5; bit++) if (((top >> bit) & 1) === 1) made ^= GENERATORS[bit]!;
  return made;
}
