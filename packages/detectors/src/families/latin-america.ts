import type { Family } from '../detector.js';
import { isYearMonthDay, labelledRules, numberRules } from '../numbers.js';
import { crossSum, weightedSum } from '../validators/checksums.js';

/** The digit behind the weighted ones is what is missing to a multiple of 11; `ten` stands for 10. */
const isMod11 = (digits: string, weights: readonly number[], ten: number): boolean => {
  const missing = (11 - (weightedSum(digits.slice(0, weights.length), weights) % 11)) % 11;
  return Number(digits[weights.length]) === (missing === 10 ? ten : missing);
};

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

// AFIP, RG 10/1997: kind, number, check
const isCuit = (digits: string): boolean =>
  /^(?:2[034567]|3[034])/.test(digits) && isMod11(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 9);

/** Servicio de Registro Civil de Chile: weights 2 to 7 from the right, K for 10. */
function isRut(number: string): boolean {
  let sum = 0;
  for (let at = number.length - 2, weight = 2; at >= 0; at--, weight = weight === 7 ? 2 : weight + 1)
    sum += Number(number[at]) * weight;
  return number.at(-1) === '0123456789K'[(11 - (sum % 11)) % 11];
}

// DIAN, Orden Administrativa 4 of 1989
const isNit = (digits: string): boolean => {
  const rest = weightedSum(digits.slice(0, 9), [41, 37, 29, 23, 19, 17, 13, 7, 3]) % 11;
  return /^[89]/.test(digits) && Number(digits[9]) === (rest < 2 ? rest : 11 - rest);
};

// SUNAT: kind, number, check
const isRuc = (digits: string): boolean =>
  /^(?:1[05-7]|20)/.test(digits) &&
  (11 - (weightedSum(digits.slice(0, 10), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(digits[10]);

// Registro Civil del Ecuador: province (30 abroad), third digit to 6 for persons, Luhn
const isEcuadorian = (digits: string): boolean =>
  /^(?:0[1-9]|1\d|2[0-4]|30)[0-6]/.test(digits) && crossSum(digits.slice(0, 10), [2, 1]) % 10 === 0;

// Dirección Nacional de Identificación Civil, Uruguay
const isUruguayan = (digits: string): boolean =>
  weightedSum(digits.padStart(8, '0'), [2, 9, 8, 7, 6, 3, 4, 1]) % 10 === 0;

/** SENIAT, Venezuela: the letter is a digit too. */
function isRif(number: string): boolean {
  const kind = { V: 1, E: 2, J: 3, P: 4, G: 5 }[number.charAt(0)];
  return kind !== undefined && isMod11(`${kind}${number.slice(1)}`, [4, 3, 2, 7, 6, 5, 4, 3, 2], 0);
}

const CEDULA = /\b(?:c[ée]dula|identidad)\b|^ci$/;

export const latinAmerica: Family = {
  name: 'latin-america',
  detectors: [
    {
      id: 'br_cpf',
      title: 'Brazilian CPF',
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
      title: 'Brazilian CNPJ',
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
      title: 'Mexican CURP',
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
      title: 'Mexican RFC',
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
      title: 'Mexican social security number',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['###########', '## ## ## #### #', '##-##-##-####-#'],
        check: (digits) => crossSum(digits, [1, 2]) % 10 === 0,
        label: /\b(?:nss|imss|(?:n[úu]mero de )?seguridad social)\b/,
      }),
    },
    {
      // RENAPER; also Peru's, of eight digits
      id: 'ar_dni',
      title: 'Argentine or Peruvian DNI',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['##.###.###', '########', '#######', '#.###.###'],
        check: (digits) => !digits.startsWith('00'),
        label: /\b(?:dni|documento nacional|reniec)\b/,
      }),
    },
    {
      id: 'ar_cuit',
      title: 'Argentine CUIT or CUIL',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['##-########-#'],
        bare: ['###########', '## ######## #', '##.########.#'],
        check: isCuit,
        label: /\b(?:cui[tl]s?|clave (?:única|unica))\b/,
      }),
    },
    {
      id: 'cl_rut',
      title: 'Chilean RUT',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['##.###.###-#', '##.###.###-A', '#.###.###-#', '#.###.###-A'],
        bare: ['########-#', '########-A', '#######-#', '#######-A', '#########', '########A', '########', '#######A'],
        check: isRut,
        label: /\b(?:ruts?|rol [úu]nico)\b/,
      }),
    },
    {
      id: 'co_nit',
      title: 'Colombian NIT',
      group: 'pii.business',
      rules: numberRules({
        own: ['###.###.###-#'],
        bare: ['#########-#', '##########'],
        check: isNit,
        label: /\b(?:nit|dian)\b/,
      }),
    },
    {
      id: 'co_cedula',
      title: 'Colombian cédula',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['##.###.###', '#.###.###.###', '########', '##########'],
        check: (digits) => !digits.startsWith('0'),
        label: /\bc[ée]dulas?(?: de (?:ciudadan[íi]a|extranjer[íi]a))?\b|\bciudadan[íi]a\b|\bc c (?:no|n)\b/,
      }),
    },
    {
      id: 'pe_ruc',
      title: 'Peruvian RUC',
      group: 'pii.business',
      rules: numberRules({ bare: ['###########'], check: isRuc, label: /\b(?:ruc|sunat|contribuyentes?)\b/ }),
    },
    {
      id: 'ec_cedula',
      title: 'Ecuadorian cédula or RUC',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['##########', '#########-#', '#############'],
        check: (digits) => isEcuadorian(digits) && (digits.length === 10 || digits.endsWith('001')),
        label: /\b(?:c[ée]dula|ruc|registro civil|ecuador(?:ian)? id)\b/,
      }),
    },
    {
      id: 'uy_ci',
      title: 'Uruguayan cédula',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['#.###.###-#'],
        bare: ['#######-#', '########'],
        check: isUruguayan,
        label: CEDULA,
      }),
    },
    {
      // SAIME: V for citizens, E for residents
      id: 've_ci',
      title: 'Venezuelan cédula',
      group: 'pii.national_id',
      rules: [1, 2].flatMap((lead) =>
        numberRules({
          own: lead === 2 ? ['##.###.###'] : [],
          bare: ['########', '#######', ...(lead === 1 ? ['##.###.###'] : [])],
          lead,
          check: (number) => /^[VE]\d{7,8}$/.test(number),
          label: CEDULA,
        }),
      ),
    },
    {
      id: 've_rif',
      title: 'Venezuelan RIF',
      group: 'pii.business',
      rules: [
        ...numberRules({ own: ['########-#'], lead: 2, check: isRif, label: /\b(?:rif|seniat)\b/ }),
        ...numberRules({ bare: ['#########'], lead: 1, check: isRif, label: /\b(?:rif|seniat)\b/ }),
      ],
    },
  ],
};
