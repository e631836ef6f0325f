import type { Family } from '../detector.js';
import { businessId, nationalId } from '../rules/numbers.js';
import { isElevenLess } from '../validators/checksums.js';
import { isYearMonthDay } from '../validators/dates.js';
import { isLuhn } from '../validators/luhn.js';

const descending = (from: number): readonly number[] => Array.from({ length: from - 1 }, (_, at) => from - at);

// Receita Federal do Brasil, IN RFB 1548/2015: both check digits
const isCpf = (digits: string): boolean =>
  isElevenLess(digits, descending(10), 0) && isElevenLess(digits, descending(11), 0);

/** IN RFB 2229/2024: since 2026 letters too, each as its ASCII code less 48. */
const isCnpj = (number: string): boolean =>
  [12, 13].every((length) => {
    let sum = 0;
    for (let at = 0; at < length; at++) sum += (number.charCodeAt(at) - 48) * (((length - 1 - at) % 8) + 2);
    return Number(number[length]) === (sum % 11 < 2 ? 0 : 11 - (sum % 11));
  });

// Instructivo normativo para la asignación de la CURP, RENAPO, 2021
const CURP_ORDER = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
function isCurp(number: string): boolean {
  if (!/^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d$/.test(number) || !isYearMonthDay(number.slice(4, 10))) return false;
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += (18 - at) * CURP_ORDER.indexOf(number.charAt(at));
  return (10 - (sum % 10)) % 10 === Number(number[17]);
}

// Código Fiscal de la Federación, article 27; the last character as the SAT computes it
const RFC_ORDER = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';
const isRfcShaped = (number: string): boolean =>
  /^[A-Z]{3,4}\d{6}[A-Z\d]{2}[A\d]$/.test(number) && isYearMonthDay(number.slice(-9, -3));
function isRfc(number: string): boolean {
  const padded = number.padStart(13);
  let sum = 0;
  for (let at = 0; at < 12; at++) sum += (13 - at) * RFC_ORDER.indexOf(padded.charAt(at));
  return number.at(-1) === '0123456789A'[(11 - (sum % 11)) % 11];
}
/** A day and three characters, which are digits or letters; digits that touch are one group. */
const RFC_SHAPES = ['###', '##A', '#A#', '#AA', 'A##', 'A#A', 'AA#', 'AAA'].map((end) => `######${end}`);

export const brazilMexico: Family = {
  name: 'brazil-mexico',
  detectors: [
    nationalId('br_cpf', 'a Brazilian CPF', 'cpfs?|cadastro de pessoas?', {
      own: ['###.###.###-##'],
      shapes: ['###########', '#########-##', '### ### ### ##'],
      isValid: isCpf,
    }),
    businessId(
      'br_cnpj',
      'a Brazilian CNPJ',
      'cnpjs?|cadastro nacional',
      { own: ['##.###.###/####-##'], shapes: ['##############', '########/####-##'], isValid: isCnpj },
      {
        anchors: ['CNPJ'],
        pattern: /[A-Z\d]{2}\.[A-Z\d]{3}\.[A-Z\d]{3}\/[A-Z\d]{4}-\d\d|[A-Z\d]{12}\d\d/,
        isValid: isCnpj,
        labels: 'cnpj',
      },
    ),
    nationalId('mx_curp', 'a Mexican CURP', 'curp', {
      own: ['######AAAAAA##', '######AAAAAAA#'],
      before: /[A-Z]{4}$/i,
      isValid: isCurp,
    }),
    nationalId('mx_rfc', 'a Mexican RFC', 'rfc|registro federal|contribuyentes?', {
      own: RFC_SHAPES,
      before: /[A-Z]{3,4}$/i,
      isValid: isRfc,
      isPlausible: isRfcShaped,
    }),
    // IMSS: delegation, years, serial, Luhn
    nationalId(
      'mx_nss',
      'a Mexican social security number',
      'nss|imss|(?:n[úu]mero de )?seguridad social|mexican social security',
      { shapes: ['###########', '## ## ## #### #', '##-##-##-####-#'], isValid: isLuhn },
    ),
  ],
};
