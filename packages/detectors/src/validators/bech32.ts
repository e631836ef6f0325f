const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Whether the last six characters check the others: BIP-173 and, for the constant of bech32m, BIP-350. */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== text && text.toUpperCase() !== text) return false;
  const separator = lower.lastIndexOf('1');
  const prefix = Array.from(lower.slice(0, separator), (char) => char.charCodeAt(0));
  const data = Array.from(lower.slice(separator + 1), (char) => ALPHABET.indexOf(char));
  if (prefix.length === 0 || data.length < 6 || data.includes(-1)) return false;
  let sum = 1;
  for (const value of [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of GENERATORS.entries()) if (((top >> bit) & 1) === 1) sum ^= generator;
  }
  return sum === 1 || sum === 0x2bc830a3;
}
