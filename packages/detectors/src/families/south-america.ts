import type { Family } from '../detector.js';
import { businessId, nationalId } from '../rules/numbers.js';
import { isElevenLess, weightedSum } from '../validators/checksums.js';
import { isLuhn } from '../validators/luhn.js';

// AFIP, RG 10/1997: kind, number, check
const isCuit = (digits: string): boolean =>
  /^(?:2[034567]|3[034])/.test(digits) && isElevenLess(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 9);

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
  /^(?:0[1-9]|1\d|2[0-4]|30)[0-6]/.test(digits) && isLuhn(digits.slice(0, 10));

// Dirección Nacional de Identificación Civil, Uruguay
const isUruguayan = (digits: string): boolean =>
  weightedSum(digits.padStart(8, '0'), [2, 9, 8, 7, 6, 3, 4, 1]) % 10 === 0;

/** SENIAT, Venezuela: the letter is a digit too. */
function isRif(number: string): boolean {
  const kind = { V: 1, E: 2, J: 3, P: 4, G: 5 }[number.charAt(0)];
  return kind !== undefined && isElevenLess(`${kind}${number.slice(1)}`, [4, 3, 2, 7, 6, 5, 4, 3, 2], 0);
}

export const southAmerica: Family = {
  name: 'south-america',
  detectors: [
    // https://www.reniec.gob.pe: eight digits; found as Argentine where nothing says Peru
    nationalId(
      'pe_dni',
      'a Peruvian DNI',
      /\breniec\b|\bdni (?:\w{1,12} )?per[uú]|\bper[uú](?:an[oa]|vian)? dni\b|\bpe dni\b/,
      { shapes: ['########'], isValid: (digits) => !digits.startsWith('000') },
    ),
    // RENAPER
    nationalId('ar_dni', 'an Argentine DNI', 'dni|d n i|documento nacional', {
      shapes: ['##.###.###', '########', '#######', '#.###.###'],
      isValid: (digits) => !digits.startsWith('00'),
    }),
    nationalId('ar_cuit', 'an Argentine CUIT or CUIL', 'cui[tl]s?|clave (?:única|unica)', {
      own: ['##-########-#'],
      shapes: ['###########', '## ######## #', '##.########.#'],
      isValid: isCuit,
    }),
    nationalId('cl_rut', 'a Chilean RUT', 'ruts?|rol [úu]nico', {
      own: ['##.###.###-#', '##.###.###-A', '#.###.###-#', '#.###.###-A'],
      shapes: ['########-#', '########-A', '#######-#', '#######-A', '#########', '########A', '########', '#######A'],
      isValid: isRut,
    }),
    businessId('co_nit', 'a Colombian NIT', 'nit|dian', {
      own: ['###.###.###-#'],
      shapes: ['#########-#', '##########'],
      isValid: isNit,
    }),
    businessId('pe_ruc', 'a Peruvian RUC', 'ruc|r u c|sunat|contribuyentes?', {
      shapes: ['###########'],
      isValid: isRuc,
    }),
    nationalId('ec_cedula', 'an Ecuadorian cédula or RUC', 'c[ée]dula|ruc|registro civil|ecuador(?:ian)? id', {
      shapes: ['##########', '#########-#', '#############'],
      isValid: (digits) => isEcuadorian(digits) && (digits.length === 10 || digits.endsWith('001')),
    }),
    nationalId('uy_ci', 'a Uruguayan cédula', /\b(?:c[ée]dula|identidad)\b|^ci$/, {
      own: ['#.###.###-#'],
      shapes: ['#######-#', '########'],
      isValid: isUruguayan,
    }),
    // No check digit: a number that fits another country is taken for that one
    nationalId(
      'co_cedula',
      'a Colombian cédula',
      /\bc[ée]dulas?\b|\bciudadan[íi]a\b/,
      {
        shapes: ['##.###.###', '#.###.###.###', '########', '##########'],
        isValid: (digits) => !digits.startsWith('0'),
      },
      { shapes: ['##.###.###', '#.###.###.###'], isValid: () => true, labels: 'c ?c' },
    ),
    // SAIME: V for citizens, E for residents
    nationalId(
      've_ci',
      'a Venezuelan cédula',
      'c[ée]dula|c i|identidad',
      { own: ['##.###.###'], before: /[VE]-$/i, isValid: () => true },
      { shapes: ['##.###.###', '########', '#######'], before: /[VE]-?$/i },
    ),
    businessId(
      've_rif',
      'a Venezuelan RIF',
      'rif|seniat',
      { own: ['########-#'], before: /[A-Z]-$/i, isValid: isRif },
      { shapes: ['#########'], before: /[A-Z]$/i, isValid: isRif },
    ),
  ],
};
