import { isIPv6 } from 'node:net';
import type { Family, Hit, Site } from '../detector.js';
import { filtered, hit, matchAt } from '../rules/verify.js';

const SIZES = ['#', '##', '###'];
const DOTTED = SIZES.flatMap((a) =>
  SIZES.flatMap((b) => SIZES.flatMap((c) => SIZES.map((d) => `${a}.${b}.${c}.${d}`))),
);

// RFC 791; a leading zero would make it octal, RFC 6943, 3.1.1.
const OCTETS = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const VERSION = /\b(?:v|ver|version|release|build|tag|section|chapter|oid|snmp) $/;

function findIpv4(site: Site): Hit | undefined {
  const { text, start, end } = site;
  const isPart =
    /[\p{L}\p{N}_.]/u.test(text[start - 1] ?? '') ||
    /^(?:[\p{L}\p{N}_]|\.\p{N}|-[\p{L}\p{N}])/u.test(text.slice(end, end + 5));
  if (isPart || !OCTETS.test(text.slice(start, end))) return undefined;
  const isVersion = VERSION.test(
    `${text
      .slice(Math.max(0, start - 10), start)
      .toLowerCase()
      .replace(/\W+$/, '')} `,
  );
  return isVersion ? undefined : hit(site, 0.85);
}

/** Written as one, no address has eight groups of two. */
const EUI_64 = /^[\da-f]{2}(?::[\da-f]{2}){7}$/i;
const IN_IPV6 = /[\da-f:.]/i;
const MAX_IPV6 = 45;

const COLON = 0x3a;
const isHex = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

/** Looks at all that could be part of an address around a colon; only the first colon of it counts. */
function findIpv6(site: Site): Hit | undefined {
  const { text, start } = site;
  let next = start + 1;
  while (next - start < 5 && isHex(text.charCodeAt(next))) next++;
  if (text.charCodeAt(next) !== COLON) return undefined; // an address has two or more
  let from = start;
  while (from > 0 && start - from < 5 && /[\da-f]/i.test(text[from - 1]!)) from--;
  if (/[\p{L}\p{N}_:.]/u.test(text[from - 1] ?? '')) return undefined;
  let end = start + 1;
  while (end < text.length && end - from <= MAX_IPV6 && IN_IPV6.test(text[end]!)) end++;
  if (/[\p{L}\p{N}_]/u.test(text[end] ?? '')) return undefined;
  while (end > from && /[.:]/.test(text[end - 1]!) && text.slice(end - 2, end) !== '::') end--;
  const value = text.slice(from, end);
  // Names have `::` between them too, and `a::b` could be either.
  const isFit = /\d/.test(value) || (value === '::' && site.isLabelled(/\bip(?:v6)?s?\b/));
  return isFit && isIPv6(value) && !EUI_64.test(value) ? hit({ start: from, end }, 0.85) : undefined;
}

// IEEE 802-2014, 8.1 and 8.2: six or eight pairs with dashes or colons between them, or three groups of four with dots (Cisco).
const MAC =
  /(?:[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}(?:[\da-f]{2}\1[\da-f]{2}\1)?[\da-f]{2}|[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?:\.[\da-f]{4})?)(?![\p{L}\p{N}_]|[:.-][\p{L}\p{N}])/iuy;

/** All are the same in broadcasts and where there is none. */
const isNone = (value: string): boolean => /^([0f])(?:[:.-]?\1)*$/i.test(value);

function findMac({ text, start }: Site): Hit | undefined {
  const size = text[start] === '.' ? 4 : 2;
  const from = start - size;
  if (from < 0 || text[start + size + 1] !== text[start] || /[\p{L}\p{N}_:.-]/u.test(text[from - 1] ?? ''))
    return undefined;
  MAC.lastIndex = from;
  const value = MAC.exec(text)?.[0];
  return value === undefined || isNone(value) ? undefined : hit({ start: from, end: from + value.length }, 0.85);
}

/** In a row, behind what says so: `wlan0 ether 3c22fb81a90e`. */
const LABELLED_MAC =
  /(?:(?:(?<!\p{L})(?:mac|eui)|(?<=dev|app|join)eui)(?:[ _-]?(?:64|48))?(?:[ _-]?addr(?:ess)?)?|hwaddr(?:ess)?|bssid|(?<!\p{L})ether|physical[ _-]?addr(?:ess)?|hardware[ _-]?addr(?:ess)?)["'*]{0,2}(?: is)?[ \t]{0,2}[:=>. \t]{1,24}["']?((?=[\da-f]{0,15}\d)(?:[\da-f]{16}|[\da-f]{12}|[\da-f]{6}-[\da-f]{6}))(?![\p{L}\p{N}_]|[:.-][\p{L}\p{N}])/iuy;
const MAC_LABELS = 'mac,eui,hwaddr,bssid,ether,physical addr,physical_addr,hardware addr,hardware_addr'.split(',');
const MAC_KEY =
  /\b(?:mac|eui(?: ?(?:48|64))?|bssid|hw ?addr(?:ess)?|(?:physical|hardware|mac|ether(?:net)?) ?addr(?:ess)?|(?:dev|app|join) eui)$/;
const WHOLE_MAC = /^(?=[\da-f]{0,15}\d)(?:[\da-f]{12}|[\da-f]{16})$/i;

const HEX = '0123456789abcdef'.split('');
const PAIRS = HEX.flatMap((first) => HEX.map((second) => first + second));

export const network: Family = {
  name: 'network',
  detectors: [
    { id: 'ipv4', title: 'an IPv4 address', group: 'pii.network', rules: [{ shapes: DOTTED, verify: findIpv4 }] },
    {
      id: 'ipv6',
      title: 'an IPv6 address',
      group: 'pii.network',
      // RFC 4291, 2.2
      rules: [
        { anchors: ['::', ...HEX.map((digit) => `:${digit}:`), ...PAIRS.map((pair) => `:${pair}`)], verify: findIpv6 },
      ],
    },
    {
      id: 'mac_address',
      title: 'a MAC address',
      group: 'pii.network',
      rules: [
        { anchors: PAIRS.flatMap((pair) => [`:${pair}:`, `-${pair}-`, `.${pair}`]), verify: findMac },
        { anchors: MAC_LABELS, verify: filtered(matchAt(LABELLED_MAC, 0.85), (value) => !isNone(value)) },
        {
          key: MAC_KEY,
          verify: (site) => (WHOLE_MAC.test(site.text) && !isNone(site.text) ? hit(site, 0.85) : undefined),
        },
      ],
    },
  ],
};
