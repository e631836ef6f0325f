import type { Family, Hit, Site } from '../detector.js';
import { hit, SURE } from '../rules/verify.js';
import { decodeBase58Check, endOfBase58 } from '../validators/base58.js';
import { isBech32 } from '../validators/bech32.js';

/** Base58Check to the end of a word, between `least` and `most` long, whose bytes fit. Decodes little of a run of places. */
function findBase58(
  text: string,
  start: number,
  least: number,
  most: number,
  fits: (bytes: Uint8Array) => boolean,
): Hit | undefined {
  const end = endOfBase58(text, start, most);
  if (end - start < least || /[A-Za-z\d]/.test(text[end] ?? '')) return undefined;
  const bytes = decodeBase58Check(text.slice(start, end));
  return bytes && fits(bytes) ? hit({ start, end }, SURE) : undefined;
}

const BECH32 = /(?:bc|tb|ltc)1[ac-hj-np-z02-9]{11,87}(?![A-Za-z0-9])/iy;

function findBech32({ text, start }: Site): Hit | undefined {
  BECH32.lastIndex = start;
  const value = BECH32.exec(text)?.[0];
  return value !== undefined && isBech32(value) ? hit({ start, end: start + value.length }, SURE) : undefined;
}

// Version bytes of addresses: https://en.bitcoin.it/wiki/List_of_address_prefixes and the chain parameters of Litecoin,
// Dogecoin, Dash, Zcash (two bytes) and Tron.
const BITCOIN = new Set([0x00, 0x05]);
const OTHERS = new Set([0x30, 0x32, 0x1e, 0x16, 0x4c, 0x10, 0x41]);
const isOtherAddress = (bytes: Uint8Array): boolean =>
  (bytes.length === 21 && OTHERS.has(bytes[0]!)) || (bytes.length === 22 && bytes[0] === 0x1c);

const isBitcoin = (bytes: Uint8Array): boolean => bytes.length === 21 && BITCOIN.has(bytes[0]!);

const SHORTEST = 26;
const isAlphanumeric = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);

/** Nearly all have 33 or 34 characters; others only count at the beginning of a word. */
function findBitcoin({ text, start }: Site): Hit | undefined {
  if (!isAlphanumeric(text.charCodeAt(start + SHORTEST - 1))) return undefined;
  const isGlued = /[A-Za-z\d]/.test(text[start - 1] ?? '');
  return findBase58(text, start, isGlued ? 33 : 26, isGlued ? 34 : 35, isBitcoin);
}

const GAP =
  /[A-Za-z\d]{3,10}(?:[ _-]?(?:wallet|address|addr))?["'`)]{0,2}(?: is)?[\s:=>]{1,4}["'`]?(?=[1-9A-HJ-NP-Za-km-z]{26,36}(?![A-Za-z\d]))/y;

function findOther({ text, start }: Site): Hit | undefined {
  GAP.lastIndex = start;
  const label = GAP.exec(text)?.[0];
  return label === undefined ? undefined : findBase58(text, start + label.length, 26, 36, isOtherAddress);
}

// The letters of an address are in both cases, by a check sum, which is not asked: https://eips.ethereum.org/EIPS/eip-55.
const ETHEREUM = /0x([\da-fA-F]{40})(?![A-Za-z0-9])/y;
const ETHEREUM_LABEL =
  /\b(?:eth|ether|ethereum|wallet|address|erc\d*|usdt|usdc|polygon|arbitrum|recipient|payout|donations?|evm)\b/;

function findEthereum(site: Site): Hit | undefined {
  const { text, start } = site;
  ETHEREUM.lastIndex = start;
  const digits = ETHEREUM.exec(text)?.[1];
  if (digits === undefined || !isVaried(digits)) return undefined;
  const whole = { start, end: start + 42 };
  if (/[a-f]/.test(digits) && /[A-F]/.test(digits)) return hit(whole, SURE);
  return site.isLabelled(ETHEREUM_LABEL) ? hit(whole, 0.85) : undefined;
}

/** Not an address of the chain itself, such as the one without an owner. */
const isVaried = (digits: string): boolean => !/(.)\1{15}/.test(digits);

// Wallet import format: https://en.bitcoin.it/wiki/Wallet_import_format. Extended keys: BIP-32, and SLIP-132 for their
// other version bytes.
const isImportFormat = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x80 || bytes[0] === 0xef) && (bytes.length === 33 || (bytes.length === 34 && bytes[33] === 1));
const isExtended = (bytes: Uint8Array): boolean => bytes.length === 78 && bytes[45] === 0;

const HEX_KEY = /(?:0x)?([\da-f]{64})(?![\da-z])/iy;
const KEY_GAP =
  /(?:priv(?:ate)?[ _-]?key|wallet[ _-]?key|eth(?:ereum)?[ _-]?key)["'`]?(?: is)?[ \t:=>(]{0,4}["'`]?(?:0x)?(?=[\da-f]{64})/iy;

function findHexKey({ text, start }: Site): Hit | undefined {
  KEY_GAP.lastIndex = start;
  const label = KEY_GAP.exec(text)?.[0];
  if (label === undefined) return undefined;
  return findHex(text, start + label.length);
}

function findHex(text: string, start: number): Hit | undefined {
  HEX_KEY.lastIndex = start;
  const [value, digits] = HEX_KEY.exec(text) ?? [];
  return value !== undefined && digits !== undefined && isVaried(digits)
    ? hit({ start, end: start + value.length }, 0.85)
    : undefined;
}

export const crypto: Family = {
  name: 'crypto',
  detectors: [
    {
      id: 'btc_address',
      title: 'a Bitcoin address',
      group: 'pii.crypto',
      rules: [
        { anchors: ['bc1', 'tb1'], seams: true, verify: findBech32 },
        { shapes: ['#A', '##A', '###A', '####A'], firstDigits: '13', verify: findBitcoin },
      ],
    },
    {
      id: 'wallet_address',
      title: 'the address of a cryptocurrency wallet',
      group: 'pii.crypto',
      rules: [
        { anchors: ['ltc1'], verify: findBech32 },
        {
          anchors: [
            'ltc',
            'litecoin',
            'doge',
            'dogecoin',
            'tron',
            'trx',
            'trc20',
            'dash',
            'zcash',
            'wallet',
            'address',
          ],
          verify: findOther,
        },
        {
          key: /\b(?:wallet|address|litecoin|ltc|doge|dogecoin|tron|trx)\b/,
          verify: ({ text }) => findBase58(text, 0, 26, 36, isOtherAddress),
        },
      ],
    },
    {
      id: 'eth_address',
      title: 'an Ethereum address',
      group: 'pii.crypto',
      rules: [{ anchors: ['0x'], verify: findEthereum }],
    },
    {
      id: 'crypto_private_key',
      title: 'the private key of a wallet',
      group: 'secret',
      rules: [
        {
          anchors: ['xprv', 'yprv', 'zprv', 'tprv', 'uprv', 'vprv'],
          seams: true,
          verify: ({ text, start }) => findBase58(text, start, 107, 112, isExtended),
        },
        {
          anchors: ['5h', '5j', '5k', 'kw', 'kx', 'ky', 'kz', 'l1', 'l2', 'l3', 'l4', 'l5'],
          seams: true,
          verify: ({ text, start }) => findBase58(text, start, 51, 52, isImportFormat),
        },
        { anchors: ['priv', 'wallet', 'eth'], verify: findHexKey },
        {
          key: /\b(?:(?:private|wallet|eth|ethereum) ?key|priv ?key)$/,
          verify: ({ text, end }) => (end <= 66 ? findHex(text, 0) : undefined),
        },
      ],
    },
  ],
};
