import type { Family, Hit, Site } from '../detector.js';
import { isListed } from '../rules/edges.js';
import { isLiteral } from '../rules/number-literals.js';
import { digitsOf, hit, isAmongHex, isCalled, standsAlone, SURE } from '../rules/verify.js';
import { UUID } from '../rules/secret.js';
import { isLuhn } from '../validators/luhn.js';

// The first digits of each scheme and how long its numbers are; ISO/IEC 7812-1 has the frame, the schemes publish the
// ranges (Visa, Mastercard, Amex, Discover, Diners, JCB, UnionPay, Mir, RuPay, Troy, Dankort, Verve, Maestro):
// https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN).
const ISSUED = new RegExp(
  `^(?:${[
    String.raw`4(?:\d{12}|\d{15}|\d{18})`,
    String.raw`(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)\d{10,14}(?<=^\d{16})`,
    String.raw`3[47]\d{13}`,
    String.raw`(?:30[0-5]|309|3[689])\d{11,16}(?<=^(?:\d{14}|\d{16}|\d{19}))`,
    String.raw`(?:6011|64[4-9]|65|62|81|82|60|508|35[2-8]\d)\d{12,17}(?<=^\d{16,19})`,
    String.raw`(?:220[0-4]|9792|5019|4571|506[01])\d{12}`,
    String.raw`(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}`,
  ].join('|')})$`,
);
const SAME = /^(\d)\1+$/;

const isCard = (digits: string): boolean => ISSUED.test(digits) && isLuhn(digits) && !SAME.test(digits);

const LABEL =
  /cards?\b|\b(?:cc|ccn|pan|visa|master ?card|amex|american express|diners|jcb|discover|maestro|union ?pay|ru ?pay|mir|kreditkarten?|carte|tarjeta|carta|cart[aã]o|kartu|karta|debit|credit)\b|карт|卡号|カード/;
const ARTICLE = 13;
const LABEL_BEFORE =
  /(?:visa|cards?|carte|tarjeta|carta|cart[aã]o|kreditkarte)(?: (?:is|no|nr|number|nummer|code|account)){0,3}$/;
/** A number with such a word right before it is something else. */
const OTHER =
  /\b(?:ids?|orders?|invoices?|tracking|shipment|timestamp|time|epoch|isbn|ean|gtin|upc|sku|imei|serial|hash|uuid|guid|snowflake|trace|span|build|commit|version|offset|size|bytes|bugs?|issues?|crash|fuzzer|test ?case)(?: (?:is|no|number|code|detail))?$/;

/** A longer number, decimal, hash or UUID, of which the digits are a part. */
const PART_BEFORE = /(?:[\p{L}\p{N}_.#]|\p{N}[-:/]|\b0,|[\da-f]-)$/iu;
const PART_AFTER = /^(?:[\p{L}\p{N}_]|[-.:/][\p{L}\p{N}]|%)/u;

/* How much of a UUID may be around groups of digits in it. */
const UUID_LEAD = 9;
const UUID_REST = 16;

/** How cards are printed: in groups of four, and 4-6-5 of Amex, 4-6-4 of Diners, 4-4-4-4-3 of UnionPay, 4-3-3-3 of old Visa cards. */
const PRINTED = ['4444', '465', '464', '44443', '4333'];

/** `5414 5415 5416 5417`: numbers that follow each other, as a table of codes has them. */
function isCounted(text: string): boolean {
  const groups = (text.match(/\d+/g) ?? []).map(Number);
  return groups.filter((group, index) => index > 0 && group === groups[index - 1]! + 1).length > 1;
}

/** Two other numbers stand on each side, as in a table of numbers. */
const isInTable = ({ text, start, end }: Site): boolean =>
  NUMBERS_BEHIND.test(text.slice(end, end + 14)) && NUMBERS_BEFORE.test(text.slice(Math.max(0, start - 14), start));
const NUMBERS_BEHIND = /^ \d{1,5} \d{1,5}(?![\d/.,-])/;
const NUMBERS_BEFORE = /(?<![\d/.,-])\d{1,5} \d{1,5} $/;

/** The sizes of its groups. */
const groupingOf = (text: string): string => (text.match(/\d+/g) ?? []).map(({ length }) => length).join('');

/**
 * An IBAN, or any number or table in more groups; of a list of cards the neighbour is one. Where the groups are no
 * fours or stand as columns do, any number beside it says that it is of a list.
 */
function isInLonger({ text, start, end }: Site, isFours: boolean): boolean {
  const separator = /\D+/.exec(text.slice(start, end))?.[0] ?? '';
  const isList = !isFours || /\t|\s\s/.test(separator);
  const isCardAt = (at: number): boolean => isCard(digitsOf(text.slice(Math.max(0, at), at + end - start)));
  const before = text.slice(Math.max(0, start - 9), start);
  const after = text.slice(end, end + 9);
  if (isList && separator.trim() === '')
    return (
      (/\d\s{1,2}$/.test(before) && !isCardAt(start - separator.length - (end - start))) ||
      (/^\s{1,2}\d+(?![\d/])/.test(after) && !isCardAt(end + separator.length))
    );
  const isAfter = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{3}\p{N}[ -]$/u.test(before);
  const isBefore = /^[ -]\d{4}(?!\d)/.test(after);
  return (isAfter && !isCardAt(start - 1 - (end - start))) || (isBefore && !isCardAt(end + 1));
}

function findCard(site: Site): Hit | undefined {
  const { text, start, end } = site;
  const digits = digitsOf(text.slice(start, end));
  if (!isCard(digits)) return findOdd(site, digits);
  if (text[start + 4] === '-' && UUID.test(text.slice(Math.max(0, start - UUID_LEAD), end + UUID_REST)))
    return undefined;
  const isGrouped = end - start > digits.length;
  if (isGrouped && (isCounted(text.slice(start, end)) || isInTable(site))) return undefined;
  const before = text.slice(Math.max(0, start - 6), start);
  const after = text.slice(end, end + 2);
  const grouping = isGrouped ? groupingOf(text.slice(start, end)) : '';
  // Other groups are as often a decimal fraction or several numbers.
  const isLoose = !PRINTED.includes(grouping) || before.endsWith('.');
  const isOneOfMore = isGrouped && (isLoose || isAmongHex(site) || isInLonger(site, grouping.startsWith('4444')));
  if (isGrouped && !isOneOfMore && !/^\p{N}/u.test(after)) return hit(site, SURE);
  const isCut = /^[\p{L}\p{N}]/u.test(after) || /\p{N}\.?$/u.test(before);
  // Thirteen digits are the number of an article far more often: ISO/IEC 15420.
  if (!isCut && (digits.length === ARTICLE ? isCalled(site, LABEL_BEFORE) : site.isLabelled(LABEL)))
    return hit(site, SURE);
  if (isOneOfMore || PART_AFTER.test(after) || (PART_BEFORE.test(before) && !isListed(text, start))) return undefined;
  const isCommon = digits.length >= 14 && digits.length <= 16;
  return isCommon && !isCalled(site, OTHER) && !isLiteral(site, isCard) ? hit(site, 0.85) : undefined;
}

/** Issuers that are not listed have cards too: found only with a label. */
function findOdd(site: Site, digits: string): Hit | undefined {
  const { text, start, end } = site;
  const isFit = end - start === digits.length && digits.length >= 14 && isLuhn(digits) && !SAME.test(digits);
  if (!isFit || /[\p{L}\p{N}_]/u.test(text.slice(Math.max(0, start - 1), start) + text.slice(end, end + 1)))
    return undefined;
  return site.isLabelled(CARD_NUMBER) ? hit(site, 0.85) : undefined;
}
const CARD_NUMBER = /\b(?:card|card (?:no|number)|credit card|debit card|pan|ccn|kreditkarte|tarjeta)\b/;

const BARE = [13, 14, 15, 16, 17, 18, 19].map((length) => '#'.repeat(length));
const GROUPED = [...PRINTED, '4441', '4443', '445', '4465', '664', '88'].flatMap((sizes) =>
  [' ', '-', '.', '_', '/', '\u202f', '\u2009', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', ' - ', '  '].map(
    (separator) =>
      sizes
        .split('')
        .map((size) => '#'.repeat(Number(size)))
        .join(separator),
  ),
);

// Magnetic stripes, ISO/IEC 7813: `%B` number `^` name `^` expiry and service code…, and `;` number `=` expiry….
const TRACK_1 = /[Bb](\d{13,19})\^[^^\r\n?]{2,26}\^\d{4,7}[^?\r\n]{0,60}\??/y;
const TRACK_2 = /(\d{13,19})=\d{7}\d{0,25}\??/y;

function findTrack({ text, start, end }: Site): Hit | undefined {
  const isFirst = text[end - 1] === '^';
  const pattern = isFirst ? TRACK_1 : TRACK_2;
  const from = isFirst ? start - 1 : start;
  if (from < 0 || !isLuhn(text.slice(start, end - 1))) return undefined;
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const opening = text[from - 1] === (isFirst ? '%' : ';') ? 1 : 0;
  return hit({ start: from - opening, end: from + match[0].length }, SURE);
}

/** Maestro has numbers of twelve digits: ISO/IEC 7812-1 allows for as few as ten. */
const MAESTRO = /^(?:50|5[6-9]|6\d)/;
const CARD = /\b(?:cards?|maestro|carte|tarjeta|carta|cart[aã]o|karte|\w{1,9}karte|kaart|karta)\b/;

function findShort(site: Site): Hit | undefined {
  const digits = digitsOf(site.text.slice(site.start, site.end));
  if (!MAESTRO.test(digits) || !isLuhn(digits) || SAME.test(digits) || !standsAlone(site)) return undefined;
  return site.isLabelled(CARD) && !isCalled(site, OTHER) ? hit(site, 0.85) : undefined;
}

export const paymentCards: Family = {
  name: 'payment-cards',
  detectors: [
    {
      id: 'card_track',
      title: 'the magnetic stripe of a payment card',
      group: 'pii.financial',
      rules: [{ shapes: BARE.flatMap((digits) => [`${digits}^`, `${digits}=`]), verify: findTrack }],
    },
    {
      id: 'credit_card',
      title: 'a payment card number',
      group: 'pii.financial',
      rules: [
        { shapes: [...BARE, ...GROUPED], verify: findCard },
        {
          shapes: ['############', '#### #### ####', '####-####-####'],
          needs: ['card', 'maestro', 'cart', 'tarjeta', 'kart', 'kaart'],
          verify: findShort,
        },
      ],
    },
  ],
};
