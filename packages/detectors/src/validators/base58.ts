import { hash } from 'node:crypto';

/* Numbers of wallets: bytes in a base of 58 digits with a check sum behind them. */

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Finds the end of digits of this base that begin at `start`, or `start` where more than `most` follow each other. */
export function endOfBase58(text: string, start: number, most: number): number {
  let end = start;
  while (end < text.length && (VALUES[text.charCodeAt(end)] ?? -1) >= 0) if (++end - start > most) return start;
  return end;
}

/** The bytes without the check sum, or nothing where that is wrong: https://en.bitcoin.it/wiki/Base58Check_encoding. */
export function decodeBase58Check(text: string): Uint8Array | undefined {
  const bytes = decodeBase58(text);
  if (!bytes || bytes.length < 5) return undefined;
  const body = bytes.subarray(0, -4);
  const sum = hash('sha256', hash('sha256', body, 'buffer'), 'buffer');
  return bytes.subarray(-4).every((byte, at) => byte === sum[at]) ? body : undefined;
}

/** Takes time with the square of the length. */
function decodeBase58(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length); // the lowest first
  let used = 0;
  for (let at = 0; at < text.length; at++) {
    let carry = VALUES[text.charCodeAt(at)] ?? -1;
    if (carry < 0) return undefined;
    for (let index = 0; index < used; index++) {
      carry += bytes[index]! * 58;
      bytes[index] = carry;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes[used++] = carry;
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return bytes.subarray(0, zeros + used).toReversed();
}
