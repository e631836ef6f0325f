import { hash } from 'node:crypto';

/* Numbers of wallets: bytes in a base of 58 digits with a check sum behind them. */

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

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
  const bytes = new Uint8Array(text.length);
  let used = 0;
  for (let at = 0; at < text.length; at++) {
    let carry = VALUES[text.charCodeAt(at)] ?? -1;
    if (carry < 0) return undefined;
    for (let index = 0; index < used || carry > 0; index++) {
      carry += (bytes[index] ?? 0) * 58;
      bytes[index] = carry & 0xff;
      carry >>= 8;
      if (index >= used) used = index + 1;
    }
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Uint8Array.from({ length: zeros + used }, (_, at) => (at < zeros ? 0 : (bytes[used - 1 - (at - zeros)] ?? 0)));
}
