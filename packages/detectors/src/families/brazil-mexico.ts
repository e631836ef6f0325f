import type { Family } from '../detector.js';
import { isYearMonthDay, labelledRules, numberRules } from '../rules/numbers.js';
import { crossSum, isMod11 } from '../validators/checksums.js';

const descending = (from: number): readonly number[] => Array.from({ length: from - 1 }, (_, at) => from - at);

// Receita Federal do Brasil, IN RFB 1548/2015: both check digits
const isCpf = (digits: string): boolean => isMod11(digits, descending(10), 0) && isMod11(digits, descending(11), 0);

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
    {
      id: 'br_cpf',
      title: 'a Brazilian CPF',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['###.###.###-##'],
        bare: ['###########', '#########-##', '### ### ### ##'],
        unlabelled: 0.5,
        check: isCpf,
        label: /\b(?:cpfs?|cadastro de pessoas?)\b/,
      }),
    },
    {
      id: 'br_cnpj',
      title: 'a Brazilian CNPJ',
      group: 'pii.business',
      rules: [
        ...numberRules({
          own: ['##.###.###/####-##'],
          bare: ['##############', '########/####-##'],
          unlabelled: 0.5,
          check: isCnpj,
          label: /\b(?:cnpjs?|cadastro nacional)\b/,
        }),
        ...labelledRules(
          ['CNPJ'],
          /\bcnpj\b/,
          /[A-Z\d]{2}\.[A-Z\d]{3}\.[A-Z\d]{3}\/[A-Z\d]{4}-\d\d|[A-Z\d]{12}\d\d/,
          isCnpj,
        ),
      ],
    },
    {
      id: 'mx_curp',
      title: 'a Mexican CURP',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['######AAAAAA##', '######AAAAAAA#'],
        lead: 4,
        check: isCurp,
        label: /\bcurp\b/,
      }),
    },
    {
      id: 'mx_rfc',
      title: 'a Mexican RFC',
      group: 'pii.national_id',
      rules: [3, 4].flatMap((lead) =>
        numberRules({
          own: RFC_SHAPES,
          lead,
          check: isRfc,
          looseCheck: isRfcShaped,
          label: /\b(?:rfc|registro federal|contribuyentes?)\b/,
        }),
      ),
    },
    {
      // IMSS: delegation, years, serial, Luhn
      id: 'mx_nss',
      title: 'a Mexican social security number',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['###########', '## ## ## #### #', '##-##-##-####-#'],
        check: (digits) => crossSum(digits, [1, 2]) % 10 === 0,
        label: /\b(?:nss|imss|(?:n[úu]mero de )?seguridad social)\b/,
      }),
    },
  ],
};
