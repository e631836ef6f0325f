import type { Hit, Rule, Site } from '../detector.js';
import { behindLabel, byKey, whole } from '../rules/person-label.js';
import { hit } from '../rules/verify.js';
import { isDay } from '../validators/dates.js';

/* Dates of birth behind the words of thirty languages, in the forms that these write dates in. */

/** In Latin letters. A place may follow, and what joins both: `née à Lyon le`, `født den`. */
const LATIN = [
  String.raw`n[ée](?:e|\(e\))?(?=[^\n]{0,40} le )|n[ée]\(?e?\)? le|nat[oa](?:/[oa])?(?=[^\n]{0,40} (?:il|l'))|nat[oa](?:/[oa])? il`,
  String.raw`(?:date (?:de )?|data (?:di )?)?(?:naissance|nascita)|naci(?:[oó]|d[oa]|miento)|nasc(?:eu|id[oa]|imento)|fecha (?:de )?nac\.?`,
  String.raw`f(?:ö|oe?)d(?:d|elsedatum|elsedag|elsetid)|f(?:ø|oe?)(?:dt|dselsda(?:to|g)|dselsdagen)`,
  String.raw`synty(?:nyt|i|m(?:ä|a)(?:aika|p(?:ä|a)iv(?:ä|a)))|s(?:ü|u)nni(?:aeg|kuup(?:ä|a)ev)|s(?:ü|u)ndinud`,
  String.raw`(?:datum |d[áa]tum )?naroz?(?:en[íiaáoýý]?|enia|en[íi])|narodeni?[aáeyý]?|nar\.|ro[dđ](?:j?en[aoi]?j?[ae]?|enja)|rojstva|rojen[ao]?`,
  String.raw`sz(?:ü|u)let(?:ett|[ée]si? (?:d[áa]tuma?|id[őo]|nap)|[ée]snap)|sz[üu]l\.`,
  String.raw`n[ăa]scut[ăa]?|na(?:ș|ş|s)terii|urodz(?:on[yea]|enia)|ur\.|do[ğg]um tarihi|geb(?:oren|oortedatum|urtsdatum|\.)`,
  String.raw`ng[àa]y sinh|sinh(?= ng[àa]y)|(?:tanggal |tgl\.? )?lahir`,
].join('|');
const CYRILLIC =
  'дата (?:рождения|народження|на раждане|рођења)|д[.]?р[.]?|род(?:ил(?:ся|ась)|ен[аи]?|ився|илася)|народи(?:вся|лася)|рођен[аи]?';
const OTHERS =
  'γέννησης|γεννήθηκε|تاريخ (?:الميلاد|الولادة|ميلاد)|(?<!\\p{L})ولدت?(?= في)|مواليد|تاریخ تولد|(?:תאריך |ת\\. ?)לידה|נולדה?|יליד(?:ת)?|生年月日|出生(?:年月)?日(?:期)?|出生|誕生日|生日|(?<![产產发發])生[于於]|생년월일|출생일?|생일|วันเกิด|जन्म ?(?:तिथि|दिन(?:ांक)?)';
const PLACE = String.raw`(?: (?:à|a|en|em|in|i|v|w|te|din|u|в|у) [\p{L}.'’-]{2,20}(?: [\p{L}'’-]{2,20}| \([a-z]{2}\)){0,2},?)?`;
const JOIN = String.raw`["'*_»]{0,3}[ \t]?(?:\([^()\n]{1,14}\))?[ \t]?(?:=>|[:：=>|–—-])?[ \t\u00a0]{0,4}(?:(?:le|il|l'|el|em|den|la|pe|dne|op|am|στις|в|на|في|بتاريخ|ב|בתאריך|于|於|は|이?은|는|が|ng[àa]y)[-:. \t]{0,3})?["'*_]{0,3}(?:明治|大正|昭和|平成|令和)?`;
const LABEL = new RegExp(
  String.raw`(?:(?<!\p{L})(?:${LATIN}|${CYRILLIC})(?![\p{L}])|(?:${OTHERS}))${PLACE}${JOIN}$`,
  'iu',
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
  String.raw`\d{1,2}(?:st|nd|rd|th|er|\.|º|-го)?(?: of| de| tháng)?[ -](?:${WORD}|\d{1,2})(?: de| năm)?,?[ -]${YEAR}`,
  String.raw`(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}{0,6}\.? \d{1,2}(?:st|nd|rd|th)?,? ${YEAR}`,
  String.raw`${EAST_ASIAN_YEAR}\d{1,2} ?[月월] ?\d{1,2} ?[日일]`,
  String.raw`${YEAR}\d{4}`,
].join('|');
const BIRTH_DATE = new RegExp(String.raw`(?:${DATE})(?!\p{N}|[-/.]\d|[a-z])`, 'iuy');
const WHOLE_DATE = whole(DATE);

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

/** Up to the date, which begins with the next digit. */
const TO_DATE = /[^\d\n]{0,56}(?=\d)/y;

/** The site is in the words, or between them and the date. */
function findBehind({ text, start }: Site): Hit | undefined {
  TO_DATE.lastIndex = start;
  const from = start + (TO_DATE.exec(text)?.[0].length ?? text.length);
  const end = dateAt(text, from);
  return end !== undefined && LABEL.test(text.slice(Math.max(0, from - REACH), from))
    ? hit({ start: from, end }, 0.85)
    : undefined;
}

/** The site is a colon or digit behind another script. */
const findForeign = (site: Site): Hit | undefined => findBehind(site) ?? findBefore(site);

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
const BORN_BEHIND = /\s?(?:生(?:まれ|(?!\p{L}))|出生|생(?![산성])|출생|에 (?:태어|출생))/uy;

const ANCHORS =
  ' le 0, le 1, le 2, le 3, le 4, le 5, le 6, le 7, le 8, le 9,e) le, le :, le:,nato il,nata il,nato a,nata a,nato/,naissance,nascita,naci,nasceu,nasci,fecha nac,dd den ,dd: ,dd i ,dd 19,dd 20,dt den ,dt: ,dt i ,dt 0,dt 1,dt 2,dt 3,delsedat,delsedag,delset,dselsda,syntyn,syntyi,syntym,nniaeg,ndinud,narozen,naroden,nar. ,enja: ,rojstva,rojen,letett,letesi,tum: ,si id,l.: ,scut,terii,urodzo,urodzenia,ur. ,tarihi,geburtsdatum,geboren,geboorte,geb.,y sinh,sinh ng,lahir'.split(
    ',',
  );
const ENGLISH = String.raw`birth[ _-]?(?:date|day)?|d\.?o\.?b\.?|born(?:_on)?`;
const KEY =
  /\b(?:dob|date of birth|birth ?(?:date|day)|born(?: on)?|geb ?dat(?:um)?|geburts ?(?:datum|tag)|date (?:de )?naissance|fecha (?:de )?nac(?:imiento)?|data (?:di )?nascita|data (?:de )?nascimento|geboorte ?datum|fodelse ?dat(?:um|o)|fodsels ?da(?:to|g)|syntyma ?(?:aika|paiva)|data urodzenia|datum narozeni|datum narodenia|datum rodenja|szuletesi (?:datum|ido)|data nasterii|dogum tarihi|tanggal lahir|ngay sinh)$/;
/** Those that are not all ASCII. */
const FOREIGN_KEY =
  /(?:födelse ?dat(?:um|o)|fødsels ?da(?:to|g)|syntymä ?(?:aika|päivä)|datum narození|dátum narodenia|datum rođenja|születési (?:dátum|idő)|data na[șş]terii|doğum tarihi|дата (?:рождения|народження)|день рождения|γέννησης|تاريخ (?:الميلاد|الولادة)|תאריך לידה|生年月日|誕生日|生日|出生日期|생년월일|출생일|생일)$/u;

/** The type `date_of_birth` has these rules. */
export const BIRTH_DATES: readonly Rule[] = [
  {
    anchors: ['birth', 'dob', 'd.o.b', 'born'],
    verify: behindLabel(ENGLISH, 'is|was|on|(?<=d\\.?o\\.?b\\.? )', BIRTH_DATE, 0.85, isDate),
  },
  { anchors: ANCHORS, verify: findBehind },
  { anchors: '0123456789:'.split(''), isBehindForeign: true, verify: findForeign },
  byKey(KEY, (value) => WHOLE_DATE.test(value) && isDate(value)),
  byKey(FOREIGN_KEY, (value) => WHOLE_DATE.test(value) && isDate(value)),
];
