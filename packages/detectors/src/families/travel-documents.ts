import type { Family, Hit, Site, Rule } from '../detector.js';
import { digits, numberRules } from '../rules/numbers.js';
import { hit, SURE } from '../rules/verify.js';
import { isIcaoChecked } from '../validators/checksums.js';

/* The zone that machines read, ICAO 9303 parts 4 to 6: lines of 44, 36 or 30 characters of `A-Z0-9<`. */

/** The line with the day of birth. */
interface Layout {
  readonly line: RegExp;
  readonly length: number;
  /** Characters of the line in front of the day of birth. */
  readonly before: number;
  /** One more line follows. */
  readonly isInside: boolean;
}
const TD3 = /[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}[\d<]\d/y;
const TD2 = /[A-Z0-9<]{9}[\d<][A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{8}(?![A-Z0-9<])/y;
const TD1 = /\d{7}[MFX<]\d{7}[A-Z<]{3}[A-Z0-9<]{11}\d(?![A-Z0-9<])/y;
const LAYOUTS: readonly Layout[] = [
  { line: TD3, length: 44, before: 13, isInside: false },
  { line: TD2, length: 36, before: 13, isInside: false },
  { line: TD1, length: 30, before: 0, isInside: true },
];

/** The site is the day of birth, its check digit and the sex. */
function verifyZone({ text, start: birth }: Site): Hit | undefined {
  if (!isIcaoChecked(text.slice(birth, birth + 7)) || !isIcaoChecked(text.slice(birth + 8, birth + 15)))
    return undefined;
  for (const { line, length, before, isInside } of LAYOUTS) {
    const start = birth - before;
    line.lastIndex = start;
    if (start < 0 || !line.test(text)) continue;
    const end = line.lastIndex + (isInside ? endOfLine(text.slice(line.lastIndex), length) : 0);
    return hit({ start: start - startOfLine(text.slice(0, start), length), end }, SURE);
  }
  return undefined;
}

/** How long a line of the zone is that ends a text, with its line end; 0 if none does. */
function startOfLine(text: string, length: number): number {
  const line = /[A-Z0-9<]{30,44}(?:\r?\n|\\n| )$/.exec(text.slice(-length - 3))?.[0] ?? '';
  return line.trimEnd().replace(/\\n$/, '').length === length ? line.length : 0;
}

/** The same of a line that begins a text. */
function endOfLine(text: string, length: number): number {
  const line = /^(?:\r?\n|\\n| )[A-Z0-9<]{30,44}/.exec(text.slice(0, length + 3))?.[0] ?? '';
  return line.trimStart().replace(/^\\n/, '').length === length ? line.length : 0;
}

/** Letters and digits, five of them digits, perhaps in groups; no date. */
const CODE =
  /(?!(?:19|20)\d\d-?\d\d-?\d\d(?!\d))(?!\d\d-\d\d-\d{4})(?=(?:[A-Z-]{0,6}\d){5})[A-Z\d]{1,20}(?:-[A-Z\d]{1,12}){0,4}/;

// Numbers of up to nine letters and digits: ICAO 9303 part 3. Labels outside ASCII are listed beside shapes.
const OTHER_SCRIPTS = /旅券|パスポート|护照|護照|여권|паспорт|جواز|דרכון|หนังสือเดินทาง/;
const PASSPORT_RULES: readonly Rule[] = [
  ...numberRules(
    /\b(?:passports?|travel document|passeport|pasaporte|passaporte|passaporto|reisepass\w{0,8}|paspoort\w{0,8}|paszport\w{0,3})\b/,
    {
      anchors: [
        'passport',
        'travel document',
        'passeport',
        'pasaporte',
        'passaporte',
        'passaporto',
        'reisepass',
        'paspoort',
        'paszport',
      ],
      pattern:
        /(?!(?:19|20)\d{6}(?!\d))[A-Z]{0,3}\d{6,9}[A-Z]?|[A-Z]\d[A-Z\d]{7}|[A-Z]\d{3}[A-Z]\d{4}|[CFGHJK][CFGHJKLMNPRTVWXYZ\d]{7}\d/,
    },
  ),
  ...numberRules(OTHER_SCRIPTS, { shapes: digits(7, 8, 9) }, { shapes: digits(7, 8, 9), before: /[A-Z]{1,2}$/i }),
];

export const travelDocuments: Family = {
  name: 'travel-documents',
  detectors: [
    {
      id: 'mrz',
      title: 'the machine-readable zone of a travel document',
      group: 'pii.national_id',
      rules: [{ shapes: ['#######A', '#######<'], verify: verifyZone }],
    },
    { id: 'passport', title: 'a passport number', group: 'pii.national_id', generic: true, rules: PASSPORT_RULES },
    {
      id: 'driving_licence',
      title: 'a driving licence number',
      group: 'pii.national_id',
      generic: true,
      rules: numberRules(
        /\b(?:driv(?:er|ers|ing)(?: s)? ?licen[cs]e|licencia de conducir|permis de conduire|carteira de habilita[cç][aã]o|patente di guida|rijbewijs\w{0,8}|prawo jazdy|f(?:ü|ue)hrerschein\w{0,8})\b/,
        {
          anchors: [
            'licen',
            'hrerschein',
            'conducir',
            'permis de conduire',
            'habilita',
            'patente di guida',
            'rijbewijs',
            'prawo jazdy',
          ],
          pattern: CODE,
        },
      ),
    },
    {
      id: 'national_id',
      title: 'a national id number',
      group: 'pii.national_id',
      generic: true,
      rules: numberRules(
        /\b(?:(?:national|citizen|government) id(?:entity|entification)?|(?:identity|id) card|national identity|identity (?:number|no|document)|personalausweis\w{0,8}|(?:documento|tarjeta|carnet) (?:nacional )?de identidad|c[ée]dula de identidad|carteira de identidade)\b|\bcarte (?:nationale )?d identit[ée]/,
        {
          anchors: ['national id', 'citizen', 'government id', 'id card', 'personalausweis', 'identit', 'identidad'],
          pattern: CODE,
        },
      ),
    },
  ],
};
