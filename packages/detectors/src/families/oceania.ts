import type { Family } from '../detector.js';
import { businessId, nationalId } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';

// https://abr.business.gov.au/Help/AbnFormat: one less in the first digit, then divisible by 89
const isAbn = (digits: string): boolean =>
  !digits.startsWith('0') && (weightedSum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;

// https://asic.gov.au: Australian company number digit check
const isAcn = (digits: string): boolean => weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;

// The check as the Australian Taxation Office gives it to software developers
const isTfn = (digits: string): boolean => weightedSum(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

// The ninth digit checks the first eight: https://developer.digitalhealth.gov.au (Medicare card number)
const isMedicare = (digits: string): boolean =>
  /^[2-6]/.test(digits) && weightedSum(digits.slice(0, 8), [1, 3, 7, 9]) % 10 === Number(digits[8]);

/** Inland Revenue, Resident Withholding Tax specification: a second row of weights where the first gives 10. */
function isIrd(digits: string): boolean {
  const padded = digits.padStart(9, '0');
  const check = Number(padded.at(-1));
  const first = complement(padded, [3, 2, 7, 6, 5, 4, 3, 2]);
  const value = Number(digits);
  return (
    value > 10e6 && value < 150e6 && check === (first === 10 ? complement(padded, [7, 4, 3, 2, 5, 2, 7, 6]) : first)
  );
}
const complement = (digits: string, weights: readonly number[]): number =>
  (11 - (weightedSum(digits.slice(0, 8), weights) % 11)) % 11;

export const oceania: Family = {
  name: 'oceania',
  detectors: [
    nationalId('au_tfn', 'an Australian tax file number', 'tfns?|tax file|tax (?:id|no|number)', {
      shapes: ['### ### ###', '###-###-###', '#########'],
      isValid: isTfn,
    }),
    businessId('au_abn', 'an Australian business number', 'abns?|(?:australian )?business (?:no|num|number)|gst', {
      shapes: ['###########', '## ### ### ###', '##-###-###-###'],
      isValid: isAbn,
    }),
    businessId('au_acn', 'an Australian company number', 'acns?|arbn|(?:australian )?company (?:no|num|number)', {
      shapes: ['### ### ###', '###-###-###', '#########'],
      isValid: isAcn,
    }),
    nationalId('au_medicare', 'an Australian Medicare number', 'medicare', {
      own: ['#### ##### #', '#### ##### #/#', '#### ##### #-#'],
      shapes: ['##########', '###########', '####-#####-#', '#### ##### # #', '##########/#', '##########-#'],
      isValid: isMedicare,
    }),
    nationalId(
      'nz_ird',
      'a New Zealand tax number',
      'ird|inland revenue|te tari taake|(?:nz|new zealand) (?:tax|gst)|gst(?: (?:no|number))?',
      { shapes: ['##-###-###', '###-###-###', '## ### ###', '### ### ###', '########', '#########'], isValid: isIrd },
    ),
    // Three letters but I and O, then digits or digits and letters: HISO 10046
    nationalId('nz_nhi', 'a New Zealand health number', 'nhi|national health index|(?:nz|new zealand) health', {
      anchors: ['NHI', 'health index', 'zealand health'],
      pattern: /[A-HJ-NP-Z]{3} ?(?:\d{4}|\d{2}[A-HJ-NP-Z]{2})/,
    }),
  ],
};
