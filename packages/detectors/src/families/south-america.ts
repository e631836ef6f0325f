import type { Family } from '../detector.js';
import { numberRules } from '../rules/numbers.js';
import { crossSum, isMod11, weightedSum } from '../validators/checksums.js';

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

export const southAmerica: Family = {
  name: 'south-america',
  detectors: [
    {
      // https://www.reniec.gob.pe: eight digits; found as Argentine where nothing says Peru
      id: 'pe_dni',
      title: 'a Peruvian DNI',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['########'],
        check: (digits) => !digits.startsWith('000'),
        label: /\breniec\b|\bdni (?:\w{1,12} )?per[uú]|\bper[uú](?:an[oa]|vian)? dni\b|\bpe dni\b/,
      }),
    },
    {
      // RENAPER
      id: 'ar_dni',
      title: 'an Argentine DNI',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['##.###.###', '########', '#######', '#.###.###'],
        check: (digits) => !digits.startsWith('00'),
        label: /\b(?:dni|d n i|documento nacional)\b/,
      }),
    },
    {
      id: 'ar_cuit',
      title: 'an Argentine CUIT or CUIL',
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
      title: 'a Chilean RUT',
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
      title: 'a Colombian NIT',
      group: 'pii.business',
      rules: numberRules({
        own: ['###.###.###-#'],
        bare: ['#########-#', '##########'],
        check: isNit,
        label: /\b(?:nit|dian)\b/,
      }),
    },
    {
      id: 'pe_ruc',
      title: 'a Peruvian RUC',
      group: 'pii.business',
      rules: numberRules({ bare: ['###########'], check: isRuc, label: /\b(?:ruc|r u c|sunat|contribuyentes?)\b/ }),
    },
    {
      id: 'ec_cedula',
      title: 'an Ecuadorian cédula or RUC',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['##########', '#########-#', '#############'],
        check: (digits) => isEcuadorian(digits) && (digits.length === 10 || digits.endsWith('001')),
        label: /\b(?:c[ée]dula|ruc|registro civil|ecuador(?:ian)? id)\b/,
      }),
    },
    {
      id: 'uy_ci',
      title: 'a Uruguayan cédula',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['#.###.###-#'],
        bare: ['#######-#', '########'],
        check: isUruguayan,
        label: /\b(?:c[ée]dula|identidad)\b|^ci$/,
      }),
    },
    {
      // No check digit: what fits another country's is taken for that
      id: 'co_cedula',
      title: 'a Colombian cédula',
      group: 'pii.national_id',
      rules: [
        ...numberRules({
          bare: ['##.###.###', '#.###.###.###', '########', '##########'],
          check: (digits) => !digits.startsWith('0'),
          label: /\bc[ée]dulas?\b|\bciudadan[íi]a\b/,
        }),
        ...numberRules({ bare: ['##.###.###', '#.###.###.###'], check: () => true, label: /\bc ?c\b/ }),
      ],
    },
    {
      // SAIME: V for citizens, E for residents
      id: 've_ci',
      title: 'a Venezuelan cédula',
      group: 'pii.national_id',
      rules: [1, 2].flatMap((lead) =>
        numberRules({
          own: lead === 2 ? ['##.###.###'] : [],
          bare: ['########', '#######', ...(lead === 1 ? ['##.###.###'] : [])],
          lead,
          check: (number) => /^[VE]\d{7,8}$/.test(number),
          label: /\b(?:c[ée]dula|c i|identidad)\b/,
        }),
      ),
    },
    {
      id: 've_rif',
      title: 'a Venezuelan RIF',
      group: 'pii.business',
      rules: [
        ...numberRules({ own: ['########-#'], lead: 2, check: isRif, label: /\b(?:rif|seniat)\b/ }),
        ...numberRules({ bare: ['#########'], lead: 1, check: isRif, label: /\b(?:rif|seniat)\b/ }),
      ],
    },
  ],
};
