import type { Family, Hit, Site, Rule } from '../detector.js';
import { hit } from '../rules/place.js';
import { isDay } from '../validators/dates.js';

/*
 * Names, addresses and dates of birth have no form of their own: only where a key or a label says what
 * they are is anything found. A free text that mentions a person needs a language model.
 */

/**
 * Finds the value behind a label that stands at the anchor.
 * @param joined words that may join both, besides `:`, `=` and the like
 * @param value sticky
 */
function behindLabel(
  label: string,
  joined: string,
  value: RegExp,
  confidence: number,
  accepts: (value: string) => boolean,
): Rule['verify'] {
  const head = new RegExp(
    String.raw`(?:${label})(?: ?\([^()\n]{1,12}\))?["'*_]{0,3} ?(?:=>|[:=>|-]|${joined})(?![\p{L}=])[ \t]{0,4}["'*_]{0,3}`,
    'iuy',
  );
  return ({ text, start }) => {
    head.lastIndex = start;
    const from = start + (head.exec(text)?.[0].length ?? 0);
    if (from === start) return undefined;
    value.lastIndex = from;
    const found = value.exec(text)?.[0];
    return found !== undefined && accepts(found)
      ? hit({ start: from, end: from + found.length }, confidence)
      : undefined;
  };
}
const whole = (value: string): RegExp => new RegExp(String.raw`^\s{0,4}(?:${value})\s{0,4}$`, 'iu');

// Dates as ISO 8601, with the day or the month first, or with the name of a month (English, German, French, Spanish…).
const MONTHS =
  'jan|feb|f[eé]v|mar|m[aä]r|apr|avr|abr|may|mai|ma[iy]o|mag|jun|juin|giu|jul|juil|lug|aug|ao[uû]t|ago|sep|set|oct|okt|ott|out|nov|dec|dez|d[eé]c|dic';
const MONTH = String.raw`(?:${MONTHS})\p{L}{0,8}\.?`;
const DATE = [
  String.raw`(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.]\d{1,2}(?:T[\d:.]{5,12}Z?)?`,
  String.raw`\d{1,2}[-/. ]\d{1,2}[-/. ](?:(?:19|20)\d{2}|\d{2})`,
  String.raw`\d{1,2}(?:st|nd|rd|th|er|\.|º)?(?: of| de)?[ -]${MONTH}(?: de)?,?[ -](?:19|20)\d{2}`,
  String.raw`${MONTH} \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}`,
  String.raw`(?:19|20)\d{6}`,
].join('|');
const BIRTH_ANCHORS = [
  'birth',
  'dob',
  'd.o.b',
  'born',
  'geburtsdatum',
  'geboren',
  'naissance',
  'nacimiento',
  'nacid',
  'nascita',
  'nascimento',
  'nascid',
  'geboortedatum',
  'urodzenia',
  'tarihi',
];
const BIRTH = String.raw`birth[ _-]?(?:date|day)?|d\.?o\.?b\.?|born(?:_on)?|geburtsdatum|geboren|naissance|nacimiento|nacid[oa]|nascita|nascimento|nascid[oa]|geboortedatum|urodzenia|tarihi`;
const BIRTH_DATE = new RegExp(String.raw`(?:${DATE})(?![\p{L}\p{N}]|[-.]\d)`, 'iuy');
const BIRTH_KEY =
  /\b(?:dob|date of birth|birth ?(?:date|day)|born(?: on)?|geburtsdatum|geburtstag|date (?:de )?naissance|fecha (?:de )?nacimiento|data (?:di )?nascita|data (?:de )?nascimento|geboortedatum)$/;
const WHOLE_DATE = whole(DATE);

/** Where the digits alone say day, month and year, there must be such a day. */
function isDate(value: string): boolean {
  const [first = 0, second = 0, third = 0] = (value.match(/\d+/g) ?? []).map(Number);
  if (/\p{L}{3}/u.test(value)) return true;
  if (first > 1_000_000) return isDay(first % 100, Math.floor(first / 100) % 100, Math.floor(first / 10_000));
  return first > 31 ? isDay(third, second, first) : isDay(first, second, third) || isDay(second, first, third);
}

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
const POSTCODE_KEY = /\b(?:post ?code|postal ?code|zip ?code|plz|postleitzahl|c[oó]digo postal|code postal|cep)$/;
const POSTCODE =
  /^\s{0,2}(?=.{0,8}\d)(?:[A-Z]{1,2}[ -])?(?:\d{4,5}(?:-\d{4})?|\d{3} ?\d{2}|\d{5}-?\d{3}|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\s{0,2}$/i;

// Where a state and a ZIP Code stand, a street may stand before: https://pe.usps.com/text/pub28/welcome.htm.
const STATE =
  /\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? $/;
const STREET_BEFORE = new RegExp(String.raw`(?<![\p{L}\p{N}])${NUMBER_FIRST}(?=[\s,])`, 'iu');

/** Licences give where their authors are. */
const ORGANISATION = /\b(?:inc|foundation|corp|corporation|llc|ltd|gmbh|company|university)\b/i;

/** The place is a ZIP Code. */
function findUsAddress({ text, start, end }: Site): Hit | undefined {
  if (text[start - 1] !== ' ' || !STATE.test(text.slice(Math.max(0, start - 5), start))) return undefined;
  if (/^-\d{4}/.test(text.slice(end, end + 5))) return undefined;
  const from = Math.max(0, start - 100);
  const street = STREET_BEFORE.exec(text.slice(from, start));
  if (!street) return undefined;
  const at = from + street.index;
  return ORGANISATION.test(text.slice(Math.max(0, at - 40), at)) ? undefined : hit({ start: at, end }, 0.85);
}

// Of a person only where a key or a label says so. `name` alone is of everything.
const NAME_KEY =
  /(?:^| )(?:(?:first|last|given|family|middle|maiden|full|legal|customer|patient|employee|cardholder|card ?holder|account ?holder|beneficiary|person|contact|passenger|guest|recipient) ?name|name on card|surname|forename|card ?holder|firstname|lastname|fullname|vorname|nachname|familienname|pr[eé]nom|nom de famille|apellidos?|cognome|sobrenome|achternaam|voornaam|nazwisko)$/;
/** What says that a name is of a person. */
const WHOSE = 'first last given family middle maiden full legal customer patient employee cardholder'.split(' ');
const NAME_ANCHORS = [
  ...WHOSE.flatMap((word) => [' ', '_', '-', ''].map((separator) => `${word}${separator}name`)),
  'vorname',
  'nachname',
  'surname',
  'apellido',
  'cognome',
  'achternaam',
  'voornaam',
  'nazwisko',
  'patient',
];
const NAME_LABEL = String.raw`(?:${WHOSE.join('|')})[ _-]?name|vorname|nachname|surname|apellidos?|cognome|achternaam|voornaam|nazwisko|patient`;
const NAME_WORD = String.raw`\p{Lu}(?:[\p{L}\p{M}]|['’-](?=\p{L})){1,25}`;
/** Of program text it would be a type, a call or a member. */
const NAMED = new RegExp(
  String.raw`${NAME_WORD}(?: ${NAME_WORD}| \p{Lu}\.){0,3}(?![\p{L}\p{N}_([{<$=-]|\.\p{L}| [|=&])`,
  'uy',
);
const NAME = /^\s{0,2}\p{L}[\p{L}\p{M}'’.-]{1,30}(?:,? [\p{L}\p{M}'’.-]{1,30}){0,4}\s{0,2}$/u;
/** What forms, schemas and translations have there. */
const NO_NAME =
  /\b(?:names?|nom|nombre|nome|vorname|nachname|surname|pr[eé]nom|apellidos?|cognome|string|str|text|varchar|char|required|optional|null|none|undefined|unknown|default|example|user|users|input|label|field|value|column|key|true|false|type|any|object|enter|your|test|n.a|anonymous|redacted|placeholder)\b/iu;

const byKey = (key: RegExp, accepts: (value: string) => boolean): Rule => ({
  key,
  verify: (place) => (place.end <= 160 && accepts(place.text) ? hit(place, 0.85) : undefined),
});

export const person: Family = {
  name: 'person',
  detectors: [
    {
      id: 'date_of_birth',
      title: 'a date of birth',
      group: 'pii.person',
      rules: [
        {
          anchors: BIRTH_ANCHORS,
          verify: behindLabel(BIRTH, 'is|was|on|am|le|el|il|em|(?<=d\\.?o\\.?b\\.? )', BIRTH_DATE, 0.85, isDate),
        },
        byKey(BIRTH_KEY, (value) => WHOLE_DATE.test(value) && isDate(value)),
      ],
    },
    {
      id: 'address',
      title: 'a postal address',
      group: 'pii.person',
      rules: [
        { anchors: LIVES_ANCHORS, verify: behindLabel(LIVES, 'is|was|at|in', RESIDENCE, 0.85, () => true) },
        { shapes: ['#####', '#####-####'], verify: findUsAddress },
        byKey(SURE_ADDRESS_KEY, (value) => ADDRESS_LIKE.test(value)),
        byKey(ADDRESS_KEY, (value) => WHOLE_ADDRESS.test(value)),
        byKey(POSTCODE_KEY, (value) => POSTCODE.test(value)),
      ],
    },
    {
      id: 'person_name',
      title: 'the name of a person',
      group: 'pii.person',
      rules: [
        { anchors: NAME_ANCHORS, verify: behindLabel(NAME_LABEL, 'is', NAMED, 0.8, (value) => !NO_NAME.test(value)) },
        byKey(NAME_KEY, (value) => NAME.test(value) && !NO_NAME.test(value)),
      ],
    },
  ],
};
