import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';
import { isDay } from '../validators/dates.js';
import { isPps } from '../validators/tax-numbers.js';

/* The United Kingdom and Ireland. */

export const uk: Family = {
  name: 'uk',
  detectors: [
    // https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110; nothing checks it
    nationalId(
      'uk_nino',
      'a UK national insurance number',
      'n ?i(?: ?(?:no|nr|number))?|national insurance|nat ins|insurance (?:number|no)',
      {
        own: ['## ## ## A'],
        shapes: ['######A', '###### A', '######-A', '##-##-##-A', '##.##.##.A'],
        before: /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ .-]?$/i,
        isValid: (compact) => /^(?!BG|GB|KN|NK|NT|TN|ZZ).*[A-D]$/.test(compact),
      },
    ),
    // https://www.datadictionary.nhs.uk/attributes/nhs_number.html; it looks like a telephone number.
    // Numbers of Scotland (CHI) and Northern Ireland (H&C) have the same check.
    nationalId(
      'uk_nhs',
      'an NHS number',
      'nhs|national health service|nhs ?(?:number|no|id)|chi (?:number|no)|h c number',
      {
        shapes: ['### ### ####', '###-###-####', '###.###.####', ...digits(10)],
        isValid: (compact) => weightedSum(compact, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
      },
    ),
    // HM Passport Office, "Guidance on examining identity documents": nine digits; others have two letters and seven digits
    nationalId(
      'uk_passport',
      'a UK passport number',
      'passports?',
      { shapes: digits(7), before: /[A-Z]{2}$/i },
      {
        shapes: digits(9),
        labels: '(?:uk|gb|gbr|british|united kingdom|hmpo) passports?|passports? (?:uk|gb|gbr|british)',
      },
    ),
    // DVLA, "driver number": name, decade, month (and 50 for women), day, year, initials
    nationalId(
      'uk_driving_licence',
      'a UK driving licence number',
      'driving licen[cs]e|driver s? ?licen[cs]e|licen[cs]e|driver (?:number|no)|dvla|dl (?:number|no)',
      {
        own: [6, 7, 8, 9, 10].flatMap((length) => [
          `${'#'.repeat(length)}AA#AA`,
          `${'#'.repeat(length)}AAAAA`,
          `${'#'.repeat(length)}A##AA`,
          `${'#'.repeat(length)}A#AAA`,
        ]),
        before: /[A-Z]{1,5}$/i,
        isValid: (compact) =>
          /^(?=[A-Z]{1,5}9{0,4}\d)[A-Z9]{5}\d[0156]\d[0-3]\d\d[A-Z9]{2}[A-Z\d][A-Z]{2}$/.test(compact) &&
          isDay(Number(compact.slice(8, 10)), Number(compact.slice(6, 8)) % 50),
      },
    ),
    // https://www.gov.uk/find-utr-number; the first digit checks the others
    nationalId('uk_utr', 'a UK unique taxpayer reference', 'utr|unique tax ?payer reference|tax reference', {
      shapes: [...digits(10), '##### #####'],
      isValid: (compact) =>
        '21987654321'[weightedSum(compact.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11] === compact[0],
    }),
    // https://www.gov.uk/government/publications/uniform-resource-identifiers-uri-customer-guide
    businessId(
      'uk_company',
      'a UK company number',
      'company (?:number|no|reg\\w*)|companies house|crn|company registration (?:number|no)',
      { shapes: digits(8), isValid: (compact) => /^[01]/.test(compact) },
      { shapes: digits(6), before: /(?:SC|NI|OC|SO|NC|LP|SL|FC|IP)$/i },
    ),
    // https://www.gov.ie/en/service/12e6de-get-a-personal-public-service-pps-number/; letters of Revenue's VIMA notes
    nationalId(
      'ie_ppsn',
      'an Irish PPS number',
      'pps|ppsn|pps ?(?:number|no)|personal public service|rsi (?:number|no)|uimhir psp',
      { shapes: ['#######A', '#######AA', '####### A', '####### AA', '#######-A'], isValid: isPps },
    ),
  ],
};
