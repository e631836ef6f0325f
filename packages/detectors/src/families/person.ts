import type { Family } from '../detector.js';
import { behindLabel, byKey, whole } from '../rules/person-label.js';
import { isDay } from '../validators/dates.js';
import { postalAddress } from './postal-address.js';

/*
 * Names, addresses and dates of birth have no form of their own: only where a key or a label says what
 * they are is anything found. A free text that mentions a person needs a language model.
 */

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

/** If the digits alone give day, month and year, that day must exist. */
function isDate(value: string): boolean {
  const [first = 0, second = 0, third = 0] = (value.match(/\d+/g) ?? []).map(Number);
  if (/\p{L}{3}/u.test(value)) return true;
  if (first > 1_000_000) return isDay(first % 100, Math.floor(first / 100) % 100, Math.floor(first / 10_000));
  return first > 31 ? isDay(third, second, first) : isDay(first, second, third) || isDay(second, first, third);
}

// A key or a label makes it the name of a person. `name` alone may name anything.
const NAME_KEY =
  /(?:^| )(?:(?:first|last|given|family|middle|maiden|full|legal|customer|patient|employee|cardholder|card ?holder|account ?holder|beneficiary|person|contact|passenger|guest|recipient) ?name|name on card|surname|forename|card ?holder|firstname|lastname|fullname|vorname|nachname|familienname|pr[eé]nom|nom de famille|apellidos?|cognome|sobrenome|achternaam|voornaam|nazwisko)$/;
/** Words that show that a name is a person's. */
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
/** In program text it would be a type, a call or a member. */
const NAMED = new RegExp(
  String.raw`${NAME_WORD}(?: ${NAME_WORD}| \p{Lu}\.){0,3}(?![\p{L}\p{N}_([{<$=-]|\.\p{L}| [|=&])`,
  'uy',
);
const NAME = /^\s{0,2}\p{L}[\p{L}\p{M}'’.-]{1,30}(?:,? [\p{L}\p{M}'’.-]{1,30}){0,4}\s{0,2}$/u;
/** Forms, schemas and translations have these there. */
const NO_NAME =
  /\b(?:names?|nom|nombre|nome|vorname|nachname|surname|pr[eé]nom|apellidos?|cognome|string|str|text|varchar|char|required|optional|null|none|undefined|unknown|default|example|user|users|input|label|field|value|column|key|true|false|type|any|object|enter|your|test|n.a|anonymous|redacted|placeholder)\b/iu;

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
    postalAddress,
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
