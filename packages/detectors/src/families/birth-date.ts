import type { Hit, Rule, Site } from '../detector.js';
import { behindLabel, byKey, digitBehind, whole } from '../rules/person-label.js';
import { hit } from '../rules/verify.js';
import { isDay } from '../validators/dates.js';

/* Dates of birth behind the words of thirty languages, in the forms that these write dates in. */

/** In Latin letters; `né` and `nato` only with `le` and `il` before the date. */
const LATIN = [
  String.raw`n[ée](?:e|\(e\))?(?=[^\n]{1,40}(?<!\p{L})le(?!\p{L}))|nat[oa](?:/[oa])?(?=[^\n]{1,40}(?<!\p{L})il(?!\p{L}))|ddn|d\.n\.`,
  String.raw`naissance|nascita|naci(?:[oó]|d[oa]|miento)|nasc(?:eu|id[oa]|imento)|f(?:echa|\.)? (?:de )?nac`,
  String.raw`f(?:ö|oe?)d(?:d|else(?:datum|dag|tid))|f(?:ø|oe?)(?:dt|dsels(?:dato|dag|dagen))`,
  String.raw`synty(?:nyt|i|m(?:ä|a)(?:aika|p(?:ä|a)iv(?:ä|a)))|s(?:ü|u)nni(?:aeg|kuup(?:ä|a)ev)|s(?:ü|u)ndinud`,
  String.raw`naro(?:z|d)en\p{L}{0,3}|nar\.|ro[dđ]en(?:[aoi]|ja)?|rojstva|rojen[ao]?`,
  String.raw`sz[üu]l(?:etett|et[ée]s(?:i|nap)|\.)|n[ăa]scut[ăa]?|na[șşs]terii`,
  String.raw`urodz(?:on[yea]|i[łl]a?|enia)|ur\.|do[ğg]um|geb(?:oren|oorte ?(?:datum|dag)|urts ?(?:datum|tag)|\.-?(?:dat(?:um|\.))?)`,
  String.raw`ng[àa]y sinh|sinh|lahir`,
].join('|');
const CYRILLIC =
  'рожд(?:ения)?|народження|раждане|рођења|д\\.? ?[рн]|род(?:ил(?:ся|ась)|ен[аи]?)|народи(?:вся|лася)|рођен[аи]?';
const OTHERS =
  'γέννησης|γεννήθηκε|(?:ال)?(?:ميلاد|ولادة|مواليد|تولد)|(?<!\\p{L})ولدت?(?=.{0,20} في)|לידה|נולדה?|יליד|生年月日|出生|誕生日|生日|(?<![产產发發])生[于於]|생년월일|출생|생일|วันเกิด|जन्म';
/** Up to four words may join both, and signs: `née à Lyon le`, `født den`, `</td><td>`, `生日是`. */
const SIGN = String.raw`[\s!-/:-@[-\x60{-\xbf\u2010-\u205f\u3000-\u303f\uff08-\uff1f]`;
const LETTER = String.raw`[^\s\d!-/:-@[-\x60{-\xbf\u2010-\u205f\u3000-\u303f\uff08-\uff1f]`;
const JOIN = String.raw`(?:${SIGN}{1,6}${LETTER}{1,15}){0,4}${SIGN}{0,10}(?:明治|大正|昭和|平成|令和)?`;
/** Over small letters. */
const LABEL = new RegExp(
  String.raw`(?:(?<!\p{L})(?:${LATIN}|${CYRILLIC})(?!\p{L})|(?:${OTHERS})\p{L}{0,4})${JOIN}$`,
  'u',
);
/** How far the words may begin before the date, in characters. */
const REACH = 72;

const YEAR = '(?:19|20)\\d{2}';
/** A day and a year with the name of a month between them: that there is a label says enough. */
const WORD = String.raw`\p{L}[\p{L}\p{M}]{2,12}\.?`;
const EAST_ASIAN_YEAR = String.raw`(?:${YEAR}|\d{1,2}) ?[年년] ?`;
const DATE = [
  String.raw`${YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.]\d{1,2}(?:T[\d:.]{5,12}Z?)?`,
  String.raw`${YEAR}\. ?(?:\d{1,2}\. ?\d{1,2}|${WORD} \d{1,2})`,
  String.raw`\d{1,2}(?:[-/. ]|\. )\d{1,2}(?:[-/. ]|\. )(?:${YEAR}|\d{2})`,
  String.raw`\d{1,2}(?:st|nd|rd|th|er|\.|º|-го|:e)?(?: of| de| tháng)?[ -](?:${WORD}|\d{1,2})(?: de| năm)?,?[ -]${YEAR}`,
  String.raw`(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}{0,6}\.? \d{1,2}(?:st|nd|rd|th)?,? ${YEAR}`,
  String.raw`${EAST_ASIAN_YEAR}\d{1,2} ?[月월] ?\d{1,2} ?[日일]`,
  String.raw`${YEAR}\d{4}`,
].join('|');
const BIRTH_DATE = new RegExp(String.raw`(?:${DATE})(?!\p{N}|[-/.]\d|[a-z])`, 'iuy');
const WHOLE_DATE = whole(`(?:${DATE})\\.?`);

/** If the digits alone give day, month and year, that day must exist. */
function isDate(value: string): boolean {
  const [first = 0, second = 0, third = 0] = (value.match(/\d+/g) ?? []).map(Number);
  if (/\p{L}{3}/u.test(value)) return true;
  if (first > 1_000_000) return isDay(first % 100, Math.floor(first / 100) % 100, Math.floor(first / 10_000));
  return first > 31 ? isDay(third, second, first) : isDay(first, second, third) || isDay(second, first, third);
}

function dateAt(text: string, start: number): number | undefined {
  BIRTH_DATE.lastIndex = start;
  const found = BIRTH_DATE.exec(text)?.[0];
  return found !== undefined && isDate(found) ? start + found.length : undefined;
}

/** The site is in the words, or between them and the date, which begins with the next digit. */
function findBehind({ text, start }: Site): Hit | undefined {
  const from = digitBehind(text, start, 56);
  if (from === undefined) return undefined;
  const end = dateAt(text, from);
  return end !== undefined && LABEL.test(text.slice(Math.max(0, from - REACH), from).toLowerCase())
    ? hit({ start: from, end }, 0.85)
    : undefined;
}

/** The site is a colon or digit behind another script. */
const findForeign = (site: Site): Hit | undefined =>
  digitBehind(site.text, site.start, 5) === undefined ? undefined : (findBehind(site) ?? findBefore(site));

/** The site is the month or the day of a date in the scripts of East Asia, whose word may follow: `1980年3月12日生まれ`. */
function findBefore({ text, start }: Site): Hit | undefined {
  if (!/[年년月월] ?$/.test(text.slice(Math.max(0, start - 2), start))) return undefined;
  const year = YEAR_BEFORE.exec(text.slice(Math.max(0, start - 16), start));
  const from = year ? start - year[0].length : start;
  const end = year ? dateAt(text, from) : undefined;
  BORN_BEHIND.lastIndex = end ?? 0;
  return end !== undefined && BORN_BEHIND.test(text) ? hit({ start: from, end }, 0.85) : undefined;
}
const YEAR_BEFORE = new RegExp(String.raw`${EAST_ASIAN_YEAR}(?:\d{1,2} ?[月월] ?)?$`, 'u');
const BORN_BEHIND = /\s?(?:に?生(?:まれ|(?!\p{L}))|出生|생(?![산성])|출생|에 (?:태어|출생))/uy;

const ANCHORS =
  ' le 0, le 1, le 2, le 3, le 4, le 5, le 6, le 7, le 8, le 9,e) le, le :, le:,nato il,nata il,nato a,nata a,nato/,naissance,nascita,naci,nasceu,nasci,nac.,nac:,ddn,d.n.,dd den ,dd: ,dd i ,dd 1,dd 2,dd 3,dt d,dt: ,dt i ,dt 0,dt 1,dt 2,dt 3,delsedat,delsedag,delset,dselsda,syntyn,syntyi,syntym,nniaeg,ndinud,narozen,naroden,nar. ,enja: ,rojstva,rojen,letett,letesi,tum: ,si id,l.: ,l. id,l. d,scut,terii,urodz,ur. ,tarihi,um g,geburts,geboren,geboorte,geb.,y sinh,sinh ng,lahir'.split(
    ',',
  );
const ENGLISH = String.raw`birth[ _-]?(?:date|day)?|d\.?o\.?b\.?|born(?:_on)?`;
const KEY = new RegExp(
  String.raw`\b(?:dob|date of birth|birth ?(?:date|day)|born(?: on)?|geb ?dat(?:um)?)$|(?<!\p{L})(?:${LATIN}|${CYRILLIC})(?: \p{L}{2,10})?$|(?:${OTHERS})\p{L}{0,4}$`,
  'u',
);

/** The type `date_of_birth` has these rules. */
export const BIRTH_DATES: readonly Rule[] = [
  {
    anchors: ['birth', 'dob', 'd.o.b', 'born'],
    verify: behindLabel(ENGLISH, 'is|was|on|(?<=d\\.?o\\.?b\\.? |born )', BIRTH_DATE, 0.85, isDate),
  },
  { anchors: ANCHORS, digitWithin: 56, verify: findBehind },
  { anchors: '0123456789:'.split(''), isBehindForeign: true, digitWithin: 5, verify: findForeign },
  byKey(KEY, (value) => WHOLE_DATE.test(value) && isDate(value)),
];
