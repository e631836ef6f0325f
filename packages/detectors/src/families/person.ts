import type { Family } from '../detector.js';
import { behindLabel, byKey } from '../rules/person-label.js';
import { BIRTH_DATES } from './birth-date.js';
import { postalAddress } from './postal-address.js';

/*
 * Names, addresses and dates of birth have no form of their own: only where a key or a label says what
 * they are is anything found. A free text that mentions a person needs a language model.
 */

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
      rules: BIRTH_DATES,
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
