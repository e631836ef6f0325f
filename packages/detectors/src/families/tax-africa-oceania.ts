import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { modulo, weightedSum } from '../validators/checksums.js';
import { isLuhn } from '../validators/luhn.js';

/* Tax numbers of Africa and of New Zealand's companies. */

export const taxAfricaOceania: Family = {
  name: 'tax-africa-oceania',
  detectors: [
    // South African Revenue Service, business requirements for e-filing: the first digit says which tax, Luhn
    nationalId(
      'za_tax_reference',
      'a South African tax reference number',
      'tax (?:reference|ref|number|no)(?: (?:number|no))?|sars|income tax',
      { shapes: [...digits(10), '#### ### ###'], isValid: (compact) => /^[01239]/.test(compact) && isLuhn(compact) },
    ),
    businessId('za_vat', 'a South African VAT number', 'vat\\w*|btw|sars', {
      shapes: [...digits(10), '#### ### ###'],
      isValid: (compact) => compact.startsWith('4') && isLuhn(compact),
    }),
    // https://www.at.gov.mz
    nationalId('mz_nuit', 'a Mozambican tax number (NUIT)', 'nuit', { shapes: [...digits(9), '### ### ###'] }),
    // Decree 2-11-63 of Morocco: all of it is a multiple of 97
    businessId('ma_ice', 'a Moroccan company number (ICE)', 'ice|identifiant commun(?: de l entreprise)?', {
      shapes: [...digits(15), '### ### ### ### ###'],
      isValid: (compact) => modulo(compact, 97) === 0,
    }),
    // https://www.nzbn.govt.nz: an article number of GS1 that begins with 9429
    businessId('nz_nzbn', 'a New Zealand business number', 'nzbn|(?:nz|new zealand) business(?: number)?', {
      shapes: digits(13),
      isValid: (compact) => compact.startsWith('9429') && weightedSum(compact, [1, 3]) % 10 === 0,
    }),
  ],
};
