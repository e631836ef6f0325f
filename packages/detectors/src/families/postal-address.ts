import type { Detector, Hit, Site } from '../detector.js';
import { behindLabel, byKey, whole } from '../rules/person-label.js';
import { hit } from '../rules/verify.js';
import { LABELLED_ADDRESSES } from './labelled-address.js';
import { POSTAL_CODES } from './postal-code.js';

// A house number and a street, the number first as in English and French or last as in most others.
const WORD = String.raw`[\p{L}\p{N}][\p{L}\p{N}.'’-]{0,30}`;
const STREET_END =
  'street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|terrace|way|parkway|pkwy|highway|hwy|circle|cir|close|crescent|gardens|grove|row|trail|trl';
const NUMBER_FIRST = String.raw`\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?,? (?:[NSEW]\.? )?(?:${WORD} ){1,4}?(?:${STREET_END})\b\.?`;
const STREET_FIRST = String.raw`(?:(?:rue|avenue|boulevard|via|viale|calle|carrera|plaza|piazza|rua|avenida|ulica|ul\.) (?:${WORD} ){0,3}${WORD}|\p{L}[\p{L}. -]{1,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|straat|laan|gatan|vej|katu))[ ,]{1,2}(?:n[º°.] ?)?\d{1,4} ?[a-z]?`;
const REST = String.raw`(?:(?:, ?| |\n)(?:(?:apt|suite|unit|flat|#)\.? ?[\p{L}\p{N}-]{1,6}|[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4,5} \p{Lu}${WORD}|\p{Lu}[\p{L}.'’-]{1,20}(?: \p{Lu}[\p{L}.'’-]{1,20}){0,2}(?=,)|\d{5}(?:-\d{4})?\b)){0,4}`;
const LIVES_ANCHORS = [
  'address',
  'lives',
  'living',
  'resides',
  'residing',
  'anschrift',
  'adresse',
  'wohnhaft',
  'direcci',
  'domicilio',
  'indirizzo',
  'endere',
  'adres',
];
const LIVES = String.raw`address|lives|living|resides|residing|anschrift|adresse?|wohnhaft|direcci[oó]n|domicilio|indirizzo|endere[cç]o`;
const RESIDENCE = new RegExp(`(?:${NUMBER_FIRST}|${STREET_FIRST})(?:${REST})`, 'iuy');
const ADDRESS_KEY =
  /\b(?:street|address|(?:address|street) ?(?:line ?)?[1-3]?|anschrift|adresse|stra(?:ss|ß)e|calle|direcci[oó]n|domicilio|indirizzo|endere[cç]o)$/;
/** A key that speaks of no host, mail or memory. */
const SURE_ADDRESS_KEY =
  /\b(?:street|(?:street|home|mailing|postal|billing|shipping|delivery|residential|customer) address|address ?(?:line ?)?[1-3]|street ?(?:line ?)?[1-3]|anschrift|stra(?:ss|ß)e|domicilio)$/;
const WHOLE_ADDRESS = whole(`(?:${NUMBER_FIRST}|${STREET_FIRST}).{0,80}`);
const ADDRESS_LIKE = /^(?=.{0,80}\d)(?=.{0,80}\p{L}{2})[\p{L}\p{M}\p{N} ,.'’#º°&\n-]{5,120}$/u;

// A street may precede a state and a ZIP Code: https://pe.usps.com/text/pub28/welcome.htm.
const STATE =
  /\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? $/;
const STREET_BEFORE = new RegExp(String.raw`(?<![\p{L}\p{N}])${NUMBER_FIRST}(?=[\s,])`, 'iu');

/** Licences contain the addresses of their authors. */
const ORGANISATION = /\b(?:inc|foundation|corp|corporation|llc|ltd|gmbh|company|university)\b/i;

/** The site is a ZIP Code. */
function findUsAddress({ text, start, end }: Site): Hit | undefined {
  if (text[start - 1] !== ' ' || !STATE.test(text.slice(Math.max(0, start - 5), start))) return undefined;
  if (/^-\d{4}/.test(text.slice(end, end + 5))) return undefined;
  const from = Math.max(0, start - 100);
  const street = STREET_BEFORE.exec(text.slice(from, start));
  if (!street) return undefined;
  const at = from + street.index;
  return ORGANISATION.test(text.slice(Math.max(0, at - 40), at)) ? undefined : hit({ start: at, end }, 0.85);
}

/** The family `person` has this type. */
export const postalAddress: Detector = {
  id: 'address',
  title: 'a postal address',
  group: 'pii.person',
  rules: [
    { anchors: LIVES_ANCHORS, verify: behindLabel(LIVES, 'is|was|at|in', RESIDENCE, 0.85, () => true) },
    { shapes: ['#####', '#####-####'], verify: findUsAddress },
    byKey(SURE_ADDRESS_KEY, (value) => ADDRESS_LIKE.test(value)),
    byKey(ADDRESS_KEY, (value) => WHOLE_ADDRESS.test(value)),
    ...LABELLED_ADDRESSES,
    ...POSTAL_CODES,
  ],
};
