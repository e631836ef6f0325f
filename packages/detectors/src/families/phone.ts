import type { Family, Hit, Site, Rule } from '../detector.js';
import { digitsOf, hit, isCalled, standsAlone, SURE } from '../rules/place.js';

// Country codes and how many digits follow them: ITU-T E.164 and the national numbering plans of its members,
// https://www.itu.int/oth/T0202.aspx?parent=T0202. All other codes have 6 to 12.
const LENGTHS = new Map(
  `1:10 7:10 20:8-10 27:9 30:10 31:9 32:8-9 33:9 34:9 36:8-9 39:6-11 40:9 41:9 43:4-13 44:7-10 45:8 46:7-13 47:5-12
  48:9 49:5-13 51:8-9 52:10 53:6-8 54:10-11 55:10-11 56:9 57:8-10 58:10 60:7-10 61:9 62:8-12 63:8-10 64:8-10 65:8-12
  66:8-9 81:9-10 82:8-11 84:7-10 86:5-12 90:10 91:10 92:8-11 93:9 94:9 95:7-10 98:10 212:9 213:8-9 216:8 218:8-9
  220:7 234:7-10 254:7-10 255:9 256:9 260:9 263:5-10 351:9 352:4-11 353:7-9 354:7-9 355:7-9 356:8 357:8-11 358:5-12
  359:7-9 370:8 371:7-8 372:7-10 373:8 374:8 375:9-10 376:6-9 377:8-9 378:6-10 380:9 381:8-12 382:8-12 385:8-12
  386:8 387:8 389:8 420:9-12 421:9 423:7-9 852:4-9 853:7-8 855:8 856:8-10 880:6-10 886:8-9 960:7 961:7-8 962:8-9
  963:8-10 964:8-10 965:7-8 966:8-9 967:6-9 968:7-8 970:8-9 971:8-9 972:8-9 973:8 974:7-8 975:7-8 976:7-8 977:8-10
  992:9 993:8 994:8-9 995:9 996:9 998:9`
    .split(/\s+/)
    .map((row): [string, [number, number]] => {
      const [code = '', least = '', most = least] = row.split(/[:-]/);
      return [code, [Number(least), Number(most)]];
    }),
);
/** All codes of three digits; the others have one (1, 7) or two and are all above. */
const THREE =
  /^(?:2(?:1[12368]|[2346]\d|5[0-8]|9[01789])|3(?:5\d|7[0-8]|8[0-35-79])|42[013]|5[09]\d|6(?:7[02-9]|8[0-35-9]|9[0-2])|8(?:5[02356]|8[06])|9(?:6[0-8]|7[0-79]|9[2-68]))/;

function isInternational(digits: string): boolean {
  const isThree = THREE.test(digits);
  const code = digits.slice(0, isThree ? 3 : /^[17]/.test(digits) ? 1 : 2);
  const [least, most] = LENGTHS.get(code) ?? (isThree ? [6, 12] : [1, 0]);
  const rest = digits.slice(code.length);
  return rest.length >= least && rest.length <= most && (code !== '1' || NANP.test(rest)) && isVaried(digits);
}

// Area and exchange do not begin with 0 or 1, nor is either a service such as 911:
// https://www.nanpa.com/numbering/numbering-plan-area-codes.
const NANP = /^(?!.11|...[2-9]11)[2-9][0-8]\d[2-9]\d{6}$/;

/** Not all the same from the fourth digit on, as in samples of forms. */
const isVaried = (digits: string): boolean => !/^.{0,3}(\d)\1+$/.test(digits);

const PLUS = /\+\(?\d(?:[ \u00a0.\-\u2010-\u2013/()]{0,2}\d){6,16}/y;
const EXTENSION = /(?:,? ?(?:ext(?:ension|n)?\.?|x|#) ?\d{1,6}(?!\w))?/iy;
/** Base64, sums and times have a `+` in the middle. */
const GLUED = /[\p{L}\p{N}_+/=)\]]$/u;

/** `+211825-1575130`, as ISO 6709 has places. */
const COORDINATES = /\+(?:\d{4}[-+]\d{5}|\d{6}[-+]\d{7})(?!\d)/y;

function findInternational(place: Site): Hit | undefined {
  const { text, start } = place;
  PLUS.lastIndex = start;
  const end = longestFit(text, start, PLUS.exec(text)?.[0], isInternational);
  if (end === undefined) return undefined;
  COORDINATES.lastIndex = start;
  if (COORDINATES.test(text)) return undefined;
  const isGlued = start > 0 && GLUED.test(text[start - 1]!) && !place.isLabelled(LABEL);
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

/** As people of one country write it, which says a telephone only where a label says so. */
const isNational = (digits: string): boolean =>
  /^0[1-9]\d{7,9}$/.test(digits) || // a trunk prefix
  /^[2-9]\d{8,9}$/.test(digits) ||
  /^1[3-9]\d{9}$/.test(digits) || // a mobile of China
  /^[1-9]{2}9\d{8}$/.test(digits) || // a mobile of Brazil
  /^8[3-9]\d{9}$/.test(digits) || // the trunk prefix of Russia
  (digits.startsWith('1') && NANP.test(digits.slice(1))) ||
  (digits.length > 11 && isInternational(digits.replace(/^0(?:0|11)/, '')));

const findNational: Rule['verify'] = (place) =>
  place.isAmongWords() && isNational(digitsOf(place.text.slice(place.start, place.end)))
    ? findUnlikeOthers(place, LABEL)
    : undefined;

/** `1998-2026` */
const YEARS = /^(?:19|20)\d\d\D(?:19|20)\d\d$/;
const findLocal: Rule['verify'] = (place) =>
  place.isAmongWords() &&
  /[2-9]/.test(place.text[place.start]!) &&
  !YEARS.test(place.text.slice(place.start, place.end))
    ? findUnlikeOthers(place, LABEL)
    : undefined;

const findNanp: Rule['verify'] = (place) =>
  NANP.test(digitsOf(place.text.slice(place.start, place.end)).slice(-10))
    ? findUnlikeOthers(place)
    : findNational(place);

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

function findUnlikeOthers(place: Site, label?: RegExp): Hit | undefined {
  const { text, start, end } = place;
  if (label && !place.isLabelled(label)) return undefined;
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
  return isCalled(place, OTHER) ? undefined : hit(written, 0.85);
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
