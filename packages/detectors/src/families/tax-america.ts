import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { isElevenLess, weightedSum } from '../validators/checksums.js';
import { isDay, isYearMonthDay } from '../validators/dates.js';
import { isLuhn } from '../validators/luhn.js';

/* Tax numbers of the Americas that are not also numbers of persons, and ids of Central America and the Caribbean. */

const RUC = 'ruc|r u c';
const NIT = 'nit|n i t|identificaci[oó]n tributaria';

/** Weights from the right, 2 and up: what the sum lacks to a multiple of 11. */
function lackFromRight(number: string): number {
  const count = number.length - 1;
  const weights = Array.from({ length: count }, (_, at) => count + 1 - at);
  return (11 - (weightedSum(number.slice(0, -1), weights) % 11)) % 11;
}

// https://www.canada.ca/en/services/taxes/business-number.html: nine digits with Luhn, a program, its number
const CA_PROGRAM = ['AA####', ' AA####', '-AA####', ' AA ####'].flatMap((program) =>
  ['#########', '### ### ###', '##### ####'].map((number) => `${number}${program}`),
);

export const taxAmerica: Family = {
  name: 'tax-america',
  detectors: [
    businessId(
      'ca_business_number',
      'a Canadian business number',
      'bn|business number|num[eé]ro d entreprise|gst|hst|tps|tvh',
      { own: CA_PROGRAM, isValid: (compact) => /^.{9}R[CDEGMNPRTZ]/.test(compact) && isLuhn(compact.slice(0, 9)) },
      { shapes: [...digits(9), '##### ####'], isValid: isLuhn },
    ),
    // DGI of Uruguay
    businessId('uy_rut', 'a Uruguayan RUT', 'rut|r u t|dgi', {
      shapes: [...digits(12), '## ###### ####', '##-######-###-#'],
      isValid: (compact) =>
        /^(?:0[1-9]|1\d|2[0-2])/.test(compact) && isElevenLess(compact, [4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], -1),
    }),
    // DNIT of Paraguay
    businessId('py_ruc', 'a Paraguayan RUC', RUC, {
      shapes: ['######-#', '#######-#', '########-#'],
      isValid: (compact) => lackFromRight(compact) % 10 === Number(compact.at(-1)),
    }),
    // DGII of the Dominican Republic: a remainder of 0 is a 2, of 1 a 1
    businessId('do_rnc', 'a Dominican tax number (RNC)', 'rnc|registro nacional (?:de|del) contribuyentes?', {
      shapes: [...digits(9), '#-##-#####-#', '###-#####-#'],
      isValid: (compact) => {
        const rest = weightedSum(compact.slice(0, 8), [7, 9, 8, 6, 5, 4, 3, 2]) % 11;
        return Number(compact[8]) === (rest === 0 ? 2 : rest === 1 ? 1 : 11 - rest);
      },
    }),
    nationalId('do_cedula', 'a Dominican cédula', 'c[eé]dula|jce', {
      shapes: [...digits(11), '###-#######-#'],
      isValid: isLuhn,
    }),
    // https://www.tse.go.cr: the province, volume and entry
    nationalId('cr_cedula', 'a Costa Rican cédula', 'c[eé]dula|costa ?rica id', {
      shapes: ['#-####-####', ...digits(9)],
      isValid: (compact) => /^[1-9]0/.test(compact),
    }),
    // SAT of Guatemala: K for ten
    businessId('gt_nit', 'a Guatemalan NIT', NIT, {
      shapes: ['######-#', '######-A', '#######-#', '#######-A', '########-#', '########-A', '#######A'],
      isValid: (compact) => '0123456789K'[lackFromRight(compact)] === compact.at(-1),
    }),
    // Ministerio de Hacienda of El Salvador: the place, the day of birth or registration, serial number, check
    nationalId('sv_nit', 'a Salvadoran NIT', NIT, {
      own: ['####-######-###-#'],
      shapes: digits(14),
      isValid: (compact) =>
        /^(?:0[1-9]|1[0-4]|9)/.test(compact) &&
        isDay(Number(compact.slice(4, 6)), Number(compact.slice(6, 8)), Number(compact.slice(8, 10))),
    }),
    nationalId('cu_ci', 'a Cuban identity number', 'carn[eé](?: de identidad|t)?|cuban? id', {
      shapes: digits(11),
      isValid: (compact) => isYearMonthDay(compact.slice(0, 6)),
    }),
    // Tax Administration of Jamaica
    nationalId('jm_trn', 'a Jamaican taxpayer number (TRN)', 'trn|taxpayer registration', {
      shapes: [...digits(9), '###-###-###'],
      isValid: (compact) => /^[01]/.test(compact),
    }),
  ],
};
