import { expect, it } from 'vitest';
import { decodeBase58Check } from '../../src/validators/base58.js';
import { isBech32 } from '../../src/validators/bech32.js';

const hex = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('hex');

// https://en.bitcoin.it/wiki/Technical_background_of_version_1_Bitcoin_addresses and Wallet_import_format
it.each([
  ['1PMycacnJaSqwwJqjawXBErnLsZ7RkXUAs', '00f54a5851e9372b87810a8e60cdd2e7cfd80b6e31'],
  [
    '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ',
    '800c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d',
  ],
])('decodes %s', (text, bytes) => {
  expect(hex(decodeBase58Check(text))).toBe(bytes);
});

it.each(['1PMycacnJaSqwwJqjawXBErnLsZ7RkXUAt', '1PMycacnJaSqwwJqjawXBErnLsZ7RkXUA0', '1111', ''])(
  'does not take %j for Base58Check',
  (text) => {
    expect(decodeBase58Check(text)).toBeUndefined();
  },
);

// BIP-173 and BIP-350, test vectors
it.each([
  'A12UEL5L',
  'an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs',
  'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
  'A1LQFN3A',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
])('takes %s', (text) => {
  expect(isBech32(text)).toBe(true);
});

it.each([
  'A1G7SGD8',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
  'Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  '1nwldj5',
  'word',
])('does not take %s for bech32', (text) => {
  expect(isBech32(text)).toBe(false);
});
