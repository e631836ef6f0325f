import type { Family, Hit, Site, Rule } from '../detector.js';
import { digitsOf, hit, isCalled, standsAlone, SURE } from '../rules/verify.js';
import { isInternational, isNational, isVaried, NANP } from '../validators/phone-numbers.js';

const PLUS = /\+\(?\d(?:[ \u00a0.\-\u2010-\u2013/()]{0,2}\d){6,16}/y;
const EXTENSION = /(?:,? ?(?:ext(?:ension|n)?\.?|x|#) ?\d{1,6}(?!\w))?/iy;
/** Base64, sums and times have a `+` in the middle. */
const GLUED = /[\p{L}\p{N}_+/=)\]]$/u;

/** `+211825-1575130`, as ISO 6709 has places. */
const COORDINATES = /\+(?:\d{4}[-+]\d{5}|\d{6}[-+]\d{7})(?!\d)/y;

function findInternational(site: Site): Hit | undefined {
  const { text, start } = site;
  PLUS.lastIndex = start;
  const end = longestFit(text, start, PLUS.exec(text)?.[0], isInternational);
  if (end === undefined) return undefined;
  COORDINATES.lastIndex = start;
  if (COORDINATES.test(text)) return undefined;
  const isGlued = start > 0 && GLUED.test(text[start - 1]!) && !site.isLabelled(LABEL);
  return isGlued ? undefined : hit({ start, end: extend(text, end) }, SURE);
}

/** Where it ends: another number may follow after a space, so it may do so after any group of digits. */
function longestFit(text: string, start: number, written = '', fits: (digits: string) => boolean): number | undefined {
  for (let { length } = written; length > 6; length = written.slice(0, length).search(/[^\d]+\d+$/)) {
    const end = start + length;
    if (/[\p{L}\p{N}_]/u.test(text[end] ?? '') && extend(text, end) === end) continue;
    if (fits(digitsOf(written.slice(0, length).replace('(0)', '')))) return end;
  }
  return undefined;
}

function extend(text: string, at: number): number {
  EXTENSION.lastIndex = at;
  return at + (EXTENSION.exec(text)?.[0].length ?? 0);
}

/** Latin ones end with a word; `\b` knows no others. */
const LABEL =
  /\b(?:(?:tele|cell|smart|mobile ?)?phones?(?: ?(?:no|nr|num|number))?|mobiles?|t[eé]l|cell|cellular|fax|whats ?app|sms|landline|handset|msisdn|hotline|helpline|dial|(?:call|text|ring|reach) (?:me|us|him|her|them)|contact (?:number|no)|my (?:\w{2,12} )?number|telefono?|tel[eé]fonos?|telefone|m[oó]vil|celular|t[eé]l[eé]phone|handy(?:nummer)?|mobil(?:e|nummer)?|rufnummer|telefon(?:nummer|u|um|i)?|cellulare|telefoon(?:nummer)?|gsm|cep|telepono|numara(?:m|s\u0131)|puhelin|tlf)\b(?! ids?\b)|телефон|тел|моб|电话|手机|電話|携帯|전화|휴대폰|هاتف|جوال|फ़ोन|फोन|मोबाइल/;
/** What of it is ASCII. */
const LABEL_PARTS =
  'phone mob tel cel fax whats sms landline handset msisdn line dial call text ring reach contact my vil handy ruf gsm cep numara puhelin tlf'.split(
    ' ',
  );
/** What a number is that has such a word right before it. */
const OTHER =
  /\b(?:order|invoice|ticket|tracking|timestamp|time|unix|epoch|isbn|issn|ids?|version|build|sku|serial|price|amount|bytes|size|pixels?|hash|iban|account|passport|ssn|tax|nhs|tin|vat|card)(?: (?:is|no|nr|number|code))?$/;

const findNational: Rule['verify'] = (site) =>
  site.isAmongWords() && isNational(digitsOf(site.text.slice(site.start, site.end)))
    ? findUnlikeOthers(site, LABEL)
    : undefined;

/** `1998-2026` */
const YEARS = /^(?:19|20)\d\d\D(?:19|20)\d\d$/;
const findLocal: Rule['verify'] = (site) =>
  site.isAmongWords() && /[2-9]/.test(site.text[site.start]!) && !YEARS.test(site.text.slice(site.start, site.end))
    ? findUnlikeOthers(site, LABEL)
    : undefined;

const findNanp: Rule['verify'] = (site) =>
  NANP.test(digitsOf(site.text.slice(site.start, site.end)).slice(-10)) ? findUnlikeOthers(site) : findNational(site);

const INTRODUCTION =
  /(?<!\p{N}\p{L}{0,4})(?:phone|t[eé]l|mobil|handy|cell|fax|whatsapp|call (?:me|us)|dial)\p{L}{0,9}\.?(?: (?:number|no|nr|num|nummer)\b\.?)?(?: (?:is|at|on|me|ist|es|est))?["']?[ \t]{0,2}[:=#]?[ \t]{0,2}["']?(?=[\d(])/iuy;
const NATIONALLY = /\(?\d(?:[ \u00a0.\-\u2010-\u2013/()]{0,3}\d){7,15}/y;

/** However the digits behind such a word are grouped. */
function findIntroduced({ text, start }: Site): Hit | undefined {
  INTRODUCTION.lastIndex = start;
  const introduction = INTRODUCTION.exec(text)?.[0];
  if (introduction === undefined) return undefined;
  const from = start + introduction.length;
  NATIONALLY.lastIndex = from;
  const end = longestFit(text, from, NATIONALLY.exec(text)?.[0], (digits) => isNational(digits) && isVaried(digits));
  return end === undefined ? undefined : hit({ start: from, end: extend(text, end) }, 0.85);
}

/** More groups of the same number, or a country code, for which there is another rule. */
const GROUPS_BEFORE = /(?<=\d{3}(?: |\) ?)|(?<!\d)[08] \(?|\+(?:\d{1,3}[ .(-]{1,2}(?:\d{1,4}[ .)-]{1,2})?)?)/y;
const GROUPS_AFTER = /^(?: \d{1,2}){2}(?!\d)/;

function findUnlikeOthers(site: Site, label?: RegExp): Hit | undefined {
  const { text, start, end } = site;
  if (label && !site.isLabelled(label)) return undefined;
  GROUPS_BEFORE.lastIndex = start;
  if (GROUPS_BEFORE.test(text) || GROUPS_AFTER.test(text.slice(end, end + 7))) return undefined;
  if (!isVaried(digitsOf(text.slice(start, end)))) return undefined;
  const before = text.slice(Math.max(0, start - 4), start);
  const isOpened = before.endsWith('(') && text.slice(start, end).includes(')');
  const written = { start: isOpened ? start - 1 : start, end: extend(text, end) };
  // `tel:` and `is` may touch it.
  const isTouched = /\p{L}{2}:?$/u.test(before) && !/[\p{L}\p{N}_]/u.test(text[written.end] ?? '');
  if (!isTouched && !standsAlone({ text, ...written })) return undefined;
  if (label && /(?:^|[\s=(,])-$/.test(before)) return undefined; // below zero
  return isCalled(site, OTHER) ? undefined : hit(written, 0.85);
}

// How the larger countries group digits: ITU-T E.123 and
// https://en.wikipedia.org/wiki/National_conventions_for_writing_telephone_numbers.
const GROUPS = `24 27 28 36 37 38 45 46 47 48 55 56 57 144 234 235 244 254 322 324 333 334 335 343 344 354 433 434 443 444 1243 1244
  2324 2334 2433 3222 3322 3334 3344 4222 4322 13322 1334 13334 12222 22222 23322 32222 233 2233 3223`;
const PLAIN = [9, 10, 11, 12, 13, 14].map((length) => '#'.repeat(length));
const NATIONAL = GROUPS.split(/\s+/).flatMap((sizes) => {
  const [first = '', ...rest] = sizes.split('').map((size) => '#'.repeat(Number(size)));
  return [' ', '-', '.', '/'].flatMap((separator) => {
    const after = rest.join(separator);
    return [`${first}${separator}${after}`, `${first}) ${after}`, `${first})${after}`, `# (${first}) ${after}`];
  });
});
const NORTH_AMERICAN = ['-', '.'].flatMap((separator) => {
  const local = `###${separator}####`;
  return [
    `###${separator}${local}`,
    `#${separator}###${separator}${local}`,
    `###) ${local}`,
    `###)${local}`,
    `# (###) ${local}`,
  ];
});

const KEY =
  /\b(?:(?:tele|cell|mobile ?|smart)?phone|mobile|fax|msisdn|whats ?app|telefon[oe]?|t[eé]l[eé]fono|t[eé]l[eé]phone|handynummer|cellulare|celular|m[oó]vil)s?(?: ?(?:numbers?|no|nr|num|\d|home|work|e164))?$/;
const WHOLE = /^\s{0,4}\(?(?:[ .\-/()]{0,3}\d){7,15}(?: ?(?:x|ext\.?) ?\d{1,6})?\s{0,4}$/i;

const findByKey = ({ text, start, end }: Site): Hit | undefined =>
  end <= 32 && WHOLE.test(text) && isVaried(digitsOf(text)) ? hit({ start, end }, 0.85) : undefined;

export const phone: Family = {
  name: 'phone',
  detectors: [
    {
      id: 'phone',
      title: 'a telephone number',
      group: 'pii.contact',
      rules: [
        { anchors: ['+'], verify: findInternational },
        {
          anchors: ['phone', 'tel', 'mobil', 'handy', 'cell', 'fax', 'whatsapp', 'call me', 'call us', 'dial'],
          verify: findIntroduced,
        },
        { shapes: NORTH_AMERICAN, verify: findNanp },
        {
          shapes: [...PLAIN, ...NATIONAL.filter((shape) => !NORTH_AMERICAN.includes(shape))],
          needs: LABEL_PARTS,
          verify: findNational,
        },
        { shapes: ['###-####', '#### ####', '####-####'], needs: LABEL_PARTS, verify: findLocal },
        { key: KEY, verify: findByKey },
      ],
    },
  ],
};
