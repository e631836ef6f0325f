import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { isMod11, modulo, weightedSum } from '../validators/checksums.js';
import { isDay } from '../validators/dates.js';
import { isLuhn } from '../validators/luhn.js';
import { isAfm, isEik, isOddEven } from '../validators/tax-numbers.js';

/* Bulgaria, Greece, Cyprus, Malta, Turkey, Ukraine and Russia. */

export const southEastEurope: Family = {
  name: 'south-east-europe',
  detectors: [
    // https://www.grao.bg/esgraon.html: months are raised by the century
    nationalId('bg_egn', 'a Bulgarian EGN', 'егн|egn|единен граждански номер|personal number|national id\\w*', {
      shapes: digits(10),
      isValid: (compact) =>
        isDay(Number(compact.slice(4, 6)), Number(compact.slice(2, 4)) % 20, Number(compact.slice(0, 2))) &&
        isMod11(compact, [2, 4, 8, 5, 10, 9, 7, 3, 6]),
    }),
    // https://www.mvr.bg/
    nationalId('bg_lnch', 'a Bulgarian number of foreigners (LNCh)', 'лнч|lnch|личен номер на чужденец', {
      shapes: digits(10),
      isValid: (compact) => weightedSum(compact, [21, 19, 17, 13, 11, 9, 7, 3, 1, -1]) % 10 === 0,
    }),
    // https://www.registryagency.bg/ (BULSTAT act)
    businessId('bg_eik', 'a Bulgarian company number (EIK)', 'еик|eik|булстат|bulstat|uic', {
      shapes: digits(9),
      isValid: isEik,
    }),
    // https://www.amka.gr/: birthday, serial number, Luhn
    nationalId('gr_amka', 'a Greek social security number (AMKA)', 'αμκα|α μ κ α|amka|social security', {
      shapes: digits(11),
      isValid: (compact) =>
        isDay(Number(compact.slice(0, 2)), Number(compact.slice(2, 4)), Number(compact.slice(4, 6))) && isLuhn(compact),
    }),
    // https://www.aade.gr/: powers of two
    nationalId('gr_afm', 'a Greek tax number (AFM)', 'αφμ|α φ μ|afm|αριθμ[οό]ς φορολογικο[υύ]', {
      shapes: digits(9),
      isValid: isAfm,
    }),
    // https://www.astynomia.gr/
    nationalId(
      'gr_id_card',
      'a Greek identity card number',
      'αδτ|α δ τ|(?:δελτ[ιί]ο\\w* )?ταυτ[οό]τητ\\p{L}*|adt|tautotita\\w*|identity card|id card',
      { shapes: digits(6), before: /(?:[A-Z]{2}|[Α-Ω]{2})[ -]?$/iu },
    ),
    // https://www.mof.gov.cy/ (TIC): digits at odd places count as in Italy, the rest by 26 is a letter
    nationalId(
      'cy_tic',
      'a Cypriot tax number',
      'tic|tin|tax (?:id|number|identification)\\w*|αριθμ[οό]ς φορολογικ\\p{L}*|αφτ|vat\\w*',
      { shapes: ['########A'], isValid: isOddEven },
    ),
    // https://www.gov.cy/
    nationalId(
      'cy_id_card',
      'a Cypriot identity card number',
      'cyprus (?:id|identity)\\w*|cypriot (?:id|identity)\\w*|δελτ[ιί]ο\\p{L}* ταυτ[οό]τητ\\p{L}*|αδτ',
      { shapes: digits(6, 7, 8) },
    ),
    // https://identita.gov.mt/: number, year and a letter for the kind
    nationalId(
      'mt_id_card',
      'a Maltese identity card number',
      'malta (?:id|identity)\\w*|maltese (?:id|identity)\\w*|identity card|id card|karta (?:tal )?identit[aà]',
      { shapes: ['#######A', '######A', '#####A'], isValid: (compact) => /[MGAPLHBZ]$/.test(compact) },
    ),
    // https://www.nvi.gov.tr/: two digits check the other nine
    nationalId(
      'tr_kimlik',
      'a Turkish identity number (T.C. kimlik no)',
      't ?c|tckn?\\w*|ki\u0307?mli\u0307?k|turkish (?:national |citizen\\w* )?id\\w*|nüfus',
      {
        shapes: [...digits(11), '### ### ### ##'],
        isValid: (compact) => {
          const tenth = weightedSum(compact.slice(0, 9), [7, -1]) % 10;
          return (
            !compact.startsWith('0') &&
            (tenth + 10) % 10 === Number(compact[9]) &&
            weightedSum(compact.slice(0, 10), [1]) % 10 === Number(compact[10])
          );
        },
      },
    ),
    // https://zakon.rada.gov.ua/ (order of the tax service)
    nationalId(
      'ua_rnokpp',
      'a Ukrainian tax number',
      'рнокпп|іпн|ідентифікаційний (?:код|номер)|rnokpp|ipn|tax (?:id|number|identification)|ідентифікаційн\\p{L}*',
      { shapes: digits(10), isValid: (compact) => isMod11(compact, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) },
    ),
    // https://dmsu.gov.ua/: two letters, six digits
    nationalId('ua_passport', 'a Ukrainian passport number', 'паспорт\\p{L}*|ukrainian passport', {
      shapes: digits(6),
      before: /[АВЕІКМНОРСТУХҐЄЇБГДЖЗЛПФЦЧШЩЮЯ]{2} ?№? ?$/iu,
    }),
    // https://stat.gov.ua/
    businessId('ua_edrpou', 'a Ukrainian company number (EDRPOU)', 'єдрпоу|edrpou|код підприємства', {
      shapes: digits(8),
      isValid: (compact) => {
        const isMiddle = compact > '30000000' && compact < '60000000';
        const weights = isMiddle ? [7, 1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6, 7];
        return weightedSum(compact.slice(0, 7), weights) % 11 < 10
          ? isMod11(compact, weights)
          : isMod11(
              compact,
              weights.map((weight) => weight + 2),
            );
      },
    }),
    // Order of the tax service ММВ-7-6/435@ (2012): persons have twelve digits, companies ten
    nationalId('ru_inn', 'a Russian tax number (INN)', 'инн|inn|tax (?:id|number)|идентификационный номер', {
      shapes: digits(12),
      isValid: (compact) =>
        isMod11(compact.slice(0, 11), [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) &&
        isMod11(compact, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]),
    }),
    businessId('ru_company_inn', 'a Russian tax number of a company (INN)', 'инн|inn', {
      shapes: digits(10),
      isValid: (compact) => isMod11(compact, [2, 4, 10, 3, 5, 9, 4, 6, 8]),
    }),
    // https://sfr.gov.ru/ (order 211p of the pension fund, 2016)
    nationalId(
      'ru_snils',
      'a Russian pension number (SNILS)',
      'снилс|snils|страхов\\p{L}* (?:номер|свидетельств)\\p{L}*',
      {
        own: ['###-###-### ##', '###-###-###-##'],
        shapes: [...digits(11), '### ### ### ##'],
        isValid: (compact) =>
          (weightedSum(compact.slice(0, 9), [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(compact.slice(9)),
      },
    ),
    // Decree 828 of 1997: a series of four digits, a number of six
    nationalId(
      'ru_passport',
      'a Russian passport number',
      'паспорт\\p{L}*|russian passport|passport rf|серия (?:и )?номер|pasport\\w*',
      { shapes: [...digits(10), '#### ######', '## ## ######', '####-######'] },
    ),
    // Order of the ministry of finance 165n (2017): the remainder of the number before the check
    businessId('ru_ogrn', 'a Russian registration number (OGRN)', 'огрн|огрнип|ogrn|ogrnip', {
      shapes: digits(13, 15),
      isValid: (compact) => modulo(compact.slice(0, -1), compact.length - 2) % 10 === Number(compact.at(-1)),
    }),
  ],
};
