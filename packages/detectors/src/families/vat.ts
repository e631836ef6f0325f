import type { Family } from '../detector.js';
import { businessId, digits } from '../rules/numbers.js';
import { crossSum, isElevenLess, isMod11And10, modulo, weightedSum } from '../validators/checksums.js';
import { isLuhn } from '../validators/luhn.js';
import {
  isAfm,
  isBelgianEnterprise,
  isBritishVat,
  isBsn,
  isCif,
  isCui,
  isCvr,
  isDni,
  isEik,
  isFinnishCompany,
  isHungarianCompany,
  isIco,
  isNie,
  isNip,
  isOddEven,
  isPartitaIva,
  isPps,
} from '../validators/tax-numbers.js';

interface Country {
  readonly form: RegExp;
  /** Checks what follows the prefix. */
  readonly isValid: (rest: string) => boolean;
}

const country = (form: RegExp, isValid: Country['isValid']): Country => ({ form, isValid });

const isFrench = (rest: string): boolean =>
  isLuhn(rest.slice(2)) &&
  (/^\D|^.\D/.test(rest) || (12 + 3 * modulo(rest.slice(2), 97)) % 97 === Number(rest.slice(0, 2)));

/** Nine or twelve digits; if the first sum gives ten, the second is taken. */
const isLithuanian = (rest: string): boolean => {
  const round = (offset: number): number =>
    weightedSum(
      rest.slice(0, -1),
      [0, 1, 2, 3, 4, 5, 6, 7, 8].map((weight) => ((weight + offset) % 9) + 1),
    ) % 11;
  return (round(0) < 10 ? round(0) : round(2)) % 10 === Number(rest.at(-1));
};

// Forms: https://ec.europa.eu/taxation_customs/vies/#/faq (question 11); checks: the "algorithms" of the same office.
const COUNTRIES: ReadonlyMap<string, Country> = new Map([
  [
    'AT',
    country(/^U\d{8}$/, (rest) => (10 - ((crossSum(rest.slice(1, 8), [1, 2]) + 4) % 10)) % 10 === Number(rest[8])),
  ],
  ['BE', country(/^[01]\d{9}$/, isBelgianEnterprise)],
  ['BG', country(/^\d{9,10}$/, (rest) => rest.length === 9 && isEik(rest))],
  ['CY', country(/^\d{8}[A-Z]$/, isOddEven)],
  [
    'CZ',
    country(/^\d{8,10}$/, (rest) => (rest.length === 10 ? modulo(rest, 11) === 0 : rest.length === 8 && isIco(rest))),
  ],
  ['DE', country(/^[1-9]\d{8}$/, isMod11And10)],
  ['DK', country(/^\d{8}$/, isCvr)],
  ['EE', country(/^\d{9}$/, (rest) => weightedSum(rest, [3, 7, 1]) % 10 === 0)],
  ['EL', country(/^\d{9}$/, isAfm)],
  [
    'ES',
    country(/^[A-Z\d]\d{7}[A-Z\d]$/, (rest) => isCif(rest) || (/[A-Z]$/.test(rest) && (isDni(rest) || isNie(rest)))),
  ],
  ['FI', country(/^\d{8}$/, isFinnishCompany)],
  ['FR', country(/^[A-HJ-NP-Z\d]{2}\d{9}$/, isFrench)],
  ['GB', country(/^\d{9}(?:\d{3})?$/, isBritishVat)],
  ['HR', country(/^\d{11}$/, isMod11And10)],
  ['HU', country(/^\d{8}$/, isHungarianCompany)],
  ['IE', country(/^\d{7}[A-W][A-I]?$/, isPps)],
  ['IT', country(/^\d{11}$/, isPartitaIva)],
  ['LT', country(/^(?:\d{9}|\d{12})$/, (rest) => /1\d$/.test(rest) && isLithuanian(rest))],
  ['LU', country(/^\d{8}$/, (rest) => Number(rest.slice(0, 6)) % 89 === Number(rest.slice(6)))],
  ['LV', country(/^\d{11}$/, (rest) => rest > '4' && weightedSum(rest, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3)],
  [
    'MT',
    country(
      /^\d{8}$/,
      (rest) => 37 - (weightedSum(rest.slice(0, 6), [3, 4, 6, 7, 8, 9]) % 37) === Number(rest.slice(6)),
    ),
  ],
  ['NL', country(/^\d{9}B\d{2}$/, (rest) => isBsn(rest.slice(0, 9)) || modulo(`NL${rest}`, 97) === 1)],
  ['PL', country(/^\d{10}$/, isNip)],
  ['PT', country(/^[1-9]\d{8}$/, (rest) => isElevenLess(rest, [9, 8, 7, 6, 5, 4, 3, 2], 0))],
  ['RO', country(/^[1-9]\d{5,9}$/, (rest) => rest.length > 8 && isCui(rest))],
  ['SE', country(/^\d{10}01$/, (rest) => isLuhn(rest.slice(0, 10)))],
  ['SI', country(/^[1-9]\d{7}$/, isIco)],
  ['SK', country(/^[1-9]\d[2-47-9]\d{7}$/, (rest) => modulo(rest, 11) === 0)],
  ['XI', country(/^\d{9}(?:\d{3})?$/, isBritishVat)],
]);

const countryOf = (compact: string): Country | undefined => COUNTRIES.get(compact.slice(0, 2));
const hasForm = (compact: string): boolean => countryOf(compact)?.form.test(compact.slice(2)) ?? false;
const isVat = (compact: string): boolean =>
  hasForm(compact) && (countryOf(compact)?.isValid(compact.slice(2)) ?? false);

const SHAPES = [
  ...digits(6, 7, 8, 9, 10, 11, 12),
  '### ### ###',
  '###-###-###',
  '###.###.###',
  '###-###.###',
  '### #### ##',
  '### ### ####',
  '### ### ## ##',
  '## ### ### ###',
  '## #########',
  '## ######',
  '#### ### ###',
  '####.###.###',
  '########## ##',
  '##########-##',
  '#########A##',
  '#########.A.##',
  '#######A',
  '#######AA',
  '########A',
];
const OTHERS = [...COUNTRIES.keys()].filter((name) => !['AT', 'ES', 'FR'].includes(name));
const before = new RegExp(
  `(?:${OTHERS.join('|')}|AT ?U|ES ?[A-Z]?|FR ?(?:[A-HJ-NP-Z][A-HJ-NP-Z\\d]|\\d[A-HJ-NP-Z])?)[ .-]?$`,
  'i',
);

export const vat: Family = {
  name: 'vat',
  detectors: [
    businessId(
      'eu_vat',
      'a European VAT number',
      'vat\\w*|u ?st ?id\\w*|umsatzsteuer\\w*|mw ?st\\w*|tva|iva|p ?iva|btw|moms\\w*|mva|alv|dph|dic|nip|pvm|pvn|kmkr|käibemaks\\w*|ddv|oib|adó ?szám|afm|αφμ|ддс|tax',
      { own: SHAPES, before, isValid: isVat },
      { shapes: SHAPES, before, isValid: hasForm },
    ),
  ],
};
