import type { Family, Hit, Site, Rule } from '../detector.js';
import { digitsOf, hit, isCalled, standsAlone, SURE } from '../rules/verify.js';
import { isInternational, isLocal, isNational, isVaried, NANP } from '../validators/phone-numbers.js';
import {
  ASKED,
  INITIAL,
  INTRODUCTION,
  INTRODUCTION_ANCHORS,
  NO_PHONE,
  PHONE_HINT,
  PHONE_KEY,
  PHONE_LABEL,
  PHONE_PARTS,
} from './phone-words.js';

const PLUS = /\+\(?\d(?:[ \u00a0.\-\u2010-\u2013/()]{0,2}\d){6,16}/y;
const EXTENSION =
  /(?:[,;]? ?(?:ext(?:ension|n)?\.?|x|#|durchwahl|dw\.?|nst\.?|poste|anexo|interno|ramal|toestel|wew\.?|ankn\.?|dahili|доб\.?|内線|內線|分机|내선)[ :=]{0,2}\d{1,6}(?![\p{L}\p{N}_]))?/iuy;
/** Base64, sums and times have a `+` in the middle. */
const GLUED = /[\p{L}\p{N}_+/=)\]]$/u;
/** A parameter of a URL has the number as its value, whether its `+` is escaped or not. */
const PARAMETER = /(?<=[?&][\w.-]{1,64}=)/y;

/** `+211825-1575130`, as ISO 6709 has places. */
const COORDINATES = /\+(?:\d{4}[-+]\d{5}|\d{6}[-+]\d{7})(?!\d)/y;

function findInternational(site: Site): Hit | undefined {
  const { text, start } = site;
  if (!hasDigits(text, start + 1)) return undefined;
  PLUS.lastIndex = start;
  const end = longestFit(text, start, PLUS.exec(text)?.[0], isInternational);
  if (end === undefined) return undefined;
  COORDINATES.lastIndex = start;
  if (COORDINATES.test(text)) return undefined;
  PARAMETER.lastIndex = start;
  const isGlued = start > 0 && GLUED.test(text[start - 1]!) && !PARAMETER.test(text);
  const isWeak = isGlued || (end - start <= MAX_SUM && !/\D/.test(text.slice(start + 1, end)));
  return isWeak && !site.isLabelled(PHONE_LABEL) ? undefined : hit({ start, end: extend(text, end) }, SURE);
}
/** As many digits as `PLUS` asks for; times, sums and coordinates have fewer in a row. */
function hasDigits(text: string, start: number): boolean {
  let gap = MAX_GAP; // before the first digit, none but a bracket
  let at = text.charAt(start) === '(' ? start + 1 : start;
  for (let digits = 0; digits < LEAST_DIGITS; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) {
      digits++;
      gap = 0;
    } else if (++gap > MAX_GAP || !GAPS.has(code)) return false;
  }
  return true;
}
const LEAST_DIGITS = 7;
const MAX_GAP = 2;
const GAPS: ReadonlySet<number> = new Set(
  Array.from(' \u00a0.-\u2010\u2011\u2012\u2013/()', (char) => char.charCodeAt(0)),
);
/** A summand, or a line of a patch: `+2902248` could be all of these. In characters. */
const MAX_SUM = 9;

/** Finds its end: another number may follow after a space, so it may do so after any group of digits. */
function longestFit(text: string, start: number, written = '', fits: (digits: string) => boolean): number | undefined {
  for (let { length } = written; length >= SHORTEST; length = written.slice(0, length).search(/[^\d]+\d+$/)) {
    const end = start + length;
    if (/[\p{L}\p{N}_]/u.test(text[end] ?? '') && extend(text, end) === end) continue;
    if (fits(digitsOf(written.slice(0, length).replace('(0)', '')))) return end;
  }
  return undefined;
}

/** The fewest characters of a number behind its name. */
const SHORTEST = 5;

function extend(text: string, at: number): number {
  EXTENSION.lastIndex = at;
  return at + (EXTENSION.exec(text)?.[0].length ?? 0);
}

function isCalledSo(site: Site): boolean {
  if (site.isLabelled(PHONE_LABEL)) return true;
  const { text, start, end } = site;
  const written = text.slice(start, end);
  const hasTrunk = written.startsWith('0');
  const isLikely = hasTrunk || /\d\D{1,2}\d+\D{1,2}\d/.test(written);
  if (isLikely && site.isLabelled(PHONE_HINT)) return true;
  if (start < 2) return false;
  const isAsked = hasTrunk || ((isLikely || written.length > 9) && /\p{L} $/u.test(text.slice(start - 2, start)));
  return (isAsked && isCalled(site, ASKED)) || (hasTrunk && isCalled(site, INITIAL));
}

const findNational: Rule['verify'] = (site) =>
  site.isAmongWords() && isNational(digitsOf(site.text.slice(site.start, site.end)))
    ? findUnlikeOthers(site, isCalledSo)
    : undefined;

const findLocal: Rule['verify'] = (site) =>
  site.isAmongWords() && isLocal(digitsOf(site.text.slice(site.start, site.end)))
    ? findUnlikeOthers(site, isCalledSo)
    : undefined;

const findNanp: Rule['verify'] = (site) =>
  NANP.test(digitsOf(site.text.slice(site.start, site.end)).slice(-10)) ? findUnlikeOthers(site) : findNational(site);

const NATIONALLY = /\(?\d(?:[ \u00a0.\-\u2010-\u2013/()]{0,3}\d){4,15}/y;
/** These assign or say it: `Tel: 24481` is one, `cell 24481` may be anything. */
const ASSIGNS = /[:=]|\b(?:is|ist|est?|no|nr|num(?:ber|mer)?)\b/i;
/** A date or years: `1998-2026`, `2026-01-15`, `15.01.2026`. */
const DATE = /^(?:(?:19|20)\d\d\D(?:(?:19|20)\d\d|\d\d?\D\d\d?)|\d\d?\D\d\d?\D(?:19|20)\d\d)(?!\d)/;

/** However the digits behind such a word are grouped. */
function findIntroduced({ text, start }: Site): Hit | undefined {
  INTRODUCTION.lastIndex = start;
  const introduction = INTRODUCTION.exec(text)?.[0];
  if (introduction === undefined) return undefined;
  const from = start + introduction.length;
  NATIONALLY.lastIndex = from;
  const written = NATIONALLY.exec(text)?.[0] ?? '';
  if (DATE.test(written)) return undefined;
  const isAssigned = ASSIGNS.test(introduction);
  const end =
    longestFit(text, from, written, (digits) => isNational(digits) && isVaried(digits)) ??
    longestFit(
      text,
      from,
      written,
      (digits) => isLocal(digits) && isVaried(digits) && (isAssigned || digits.length > 6),
    );
  return end === undefined ? undefined : hit({ start: from, end: extend(text, end) }, 0.85);
}

/** More groups of the same number, or a country code, for which there is another rule. */
const GROUPS_BEFORE = /(?<=\d{3}(?: |\) ?)|(?<!\d)[08] \(?|\+(?:\d{1,3}[ .(-]{1,2}(?:\d{1,4}[ .)-]{1,2})?)?)/y;
const GROUPS_AFTER = /^(?: \d{1,2}){2}(?!\d)/;

/** These scripts have spaces between words and numbers. */
const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_]/u;

/** A letter of other scripts may touch it: `010-4821-5673로`. */
const untilParticle = (text: string, end: number): string =>
  /\p{L}/u.test(text[end] ?? '') && !SPACED.test(text[end] ?? '') ? text.slice(0, end) : text;

function findUnlikeOthers(site: Site, isNamed?: (site: Site) => boolean): Hit | undefined {
  const { text, start, end } = site;
  if (DATE.test(text.slice(start, end))) return undefined;
  GROUPS_BEFORE.lastIndex = start;
  if (GROUPS_BEFORE.test(text) || GROUPS_AFTER.test(text.slice(end, end + 7))) return undefined;
  if (!isVaried(digitsOf(text.slice(start, end)))) return undefined;
  const before = text.slice(Math.max(0, start - 4), start);
  const isOpened = before.endsWith('(') && text.slice(start, end).includes(')');
  const written = { start: isOpened ? start - 1 : start, end: extend(text, end) };
  // `tel:` and `is` may touch it.
  const isTouched = /\p{L}{2}:?$/u.test(before) && !SPACED.test(text[written.end] ?? '');
  if (!isTouched && !standsAlone({ text: untilParticle(text, written.end), ...written })) return undefined;
  if (isNamed && /(?:^|[\s=(,])-$/.test(before)) return undefined; // below zero
  // The label comes last, since it costs most.
  if (isNamed?.(site) === false || isCalled(site, NO_PHONE)) return undefined;
  return hit(written, 0.85);
}

// How the larger countries group digits: ITU-T E.123 and
// https://en.wikipedia.org/wiki/National_conventions_for_writing_telephone_numbers.
const GROUPS = `24 27 28 34 36 37 38 45 46 47 48 53 55 56 57 144 222 233 234 235 244 254 322 323 324 332 333 334 335 343 344 353
  354 433 434 442 443 444 533 1243 1244 1334 2222 2233 2322 2324 2334 2433 3222 3223 3322 3334 3344 4222 4322
  4334 4344 12222 13322 13334 22222 23322 32222 42322 412222`;
const PLAIN = [9, 10, 11, 12, 13, 14].map((length) => '#'.repeat(length));
const NATIONAL = GROUPS.split(/\s+/).flatMap((sizes) => {
  const [first = '', ...rest] = sizes.split('').map((size) => '#'.repeat(Number(size)));
  return [' ', '-', '.', '/'].flatMap((separator) => {
    const after = rest.join(separator);
    const areas = rest.length > 1 ? [' ', '-', '/', ') ', ')'] : [separator, ') ', ')'];
    return [`# (${first}) ${after}`].concat(
      [...new Set([separator, ...areas])].map((behind) => `${first}${behind}${after}`),
    );
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

const WHOLE = /^\s{0,4}\(?(?:[ .\-/()]{0,3}\d){6,15}(?: ?(?:x|ext\.?) ?\d{1,6})?\s{0,4}$/i;

const findByKey = ({ text, start, end }: Site): Hit | undefined =>
  end <= 32 && WHOLE.test(text) && !DATE.test(text) && isVaried(digitsOf(text)) ? hit({ start, end }, 0.85) : undefined;

export const phone: Family = {
  name: 'phone',
  detectors: [
    {
      id: 'phone',
      title: 'a telephone number',
      group: 'pii.contact',
      rules: [
        { anchors: ['+'], verify: findInternational },
        { anchors: INTRODUCTION_ANCHORS, verify: findIntroduced },
        { shapes: NORTH_AMERICAN, edges: ['begins'], verify: findNanp },
        {
          shapes: [...PLAIN, ...new Set(NATIONAL.filter((shape) => !NORTH_AMERICAN.includes(shape)))],
          edges: ['begins'],
          needs: PHONE_PARTS,
          verify: findNational,
        },
        {
          shapes: ['###-####', '### ####', '#### ####', '####-####'],
          edges: ['begins'],
          needs: PHONE_PARTS,
          verify: findLocal,
        },
        { key: PHONE_KEY, verify: findByKey },
      ],
    },
  ],
};
