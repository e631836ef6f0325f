import type { Family } from '../detector.js';
import { isYearMonthDay, numberRules } from '../rules/numbers.js';
import { crossSum } from '../validators/checksums.js';
import { isLuhn } from '../validators/luhn.js';

// Population and Immigration Authority of Israel: Luhn over nine digits
const isIsraeli = (digits: string): boolean => crossSum(digits.padStart(9, '0'), [1, 2]) % 10 === 0;

// Civil status law of Egypt: century 2 or 3, day of birth, governorate, serial, check
const isEgyptian = (digits: string): boolean =>
  /^[23].{6}(?:0[1-4]|1[1-9]|2[1-9]|3[1-5]|88)/.test(digits) &&
  isYearMonthDay(`${digits.startsWith('2') ? '19' : '20'}${digits.slice(1, 7)}`);

// Department of Home Affairs, Green Paper: day of birth, sex, citizen (0), resident (1) or refugee (2), Luhn
const isSouthAfrican = (digits: string): boolean =>
  /^\d{10}[0-2]/.test(digits) && isYearMonthDay(digits.slice(0, 6)) && isLuhn(digits);

export const middleEastAfrica: Family = {
  name: 'middle-east-africa',
  detectors: [
    {
      id: 'il_id',
      title: 'an Israeli id',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['#########', '########-#', '########'],
        check: isIsraeli,
        label:
          /\b(?:teudat zehut|israel(?:i)? (?:national )?id\w{0,12}|mispar zehut)\b|תעודת זהות|מספר זהות|ת ?ז(?![א-ת])|זהות/,
      }),
    },
    {
      // Federal Authority for Identity: 784, year of birth, serial, Luhn
      id: 'ae_emirates_id',
      title: 'an Emirates id',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['###-####-#######-#'],
        bare: ['###############', '### #### ####### #'],
        check: (digits) => /^784(?:19|20)/.test(digits),
        label: /\b(?:emirates id|eid|uae id|ae emirates id)\b|هوية/,
      }),
    },
    {
      // https://www.absher.sa: 1 for citizens, 2 for residents, Luhn
      id: 'sa_id',
      title: 'a Saudi id or iqama',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['##########'],
        check: (digits) => /^[12]/.test(digits) && isLuhn(digits),
        label: /\b(?:iqama|absher|saudi (?:national )?id\w{0,12}|national id\w{0,12}|sa id)\b|هوية|إقامة|اقامة/,
      }),
    },
    {
      id: 'eg_id',
      title: 'an Egyptian national id',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['##############'],
        unlabelled: 0.5,
        check: isEgyptian,
        label: /\b(?:national id\w{0,12}|egypt(?:ian)? id\w{0,12}|eg id)\b|رقم قومي|القومي|بطاقة/,
      }),
    },
    {
      id: 'za_id',
      title: 'a South African id',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['###### #### ## #', '###### #### # # #', '###### #### ###'],
        bare: ['#############', '######-####-###', '######-####-##-#'],
        check: isSouthAfrican,
        label:
          /\b(?:(?:south african?|sa|rsa|za|national|identity|refugee|resident|permanent resident) (?:id\w{0,12}|number|document)|identiteit\w{0,8}|id (?:no|number))\b/,
      }),
    },
    {
      // https://nimc.gov.ng: 11 digits without structure
      id: 'ng_nin',
      title: 'a Nigerian national id',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['###########', '#### #### ###', '####-####-###'],
        check: (digits) => !/^0123456789|^1234567890/.test(digits),
        label: /\b(?:nin|nimc|national identification|bvn|bank verification|nigerian? (?:national )?id\w{0,12})\b/,
      }),
    },
    {
      // https://ecitizen.go.ke: 7 or 8 digits; Maisha numbers have more
      id: 'ke_id',
      title: 'a Kenyan national id',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['#######', '########', '#########'],
        check: (digits) => !digits.startsWith('0'),
        label: /\b(?:kenyan? (?:national )?id\w{0,12}|huduma|maisha|kitambulisho|ke id)\b/,
      }),
    },
    {
      // Kenya Revenue Authority: A for persons, P for others
      id: 'ke_kra_pin',
      title: 'a Kenyan taxpayer number',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['#########A'],
        lead: 1,
        check: (number) => /^[AP]\d{9}[A-Z]$/.test(number),
        label: /\b(?:kra|pin|i ?tax|tax (?:id|pin|number))\b/,
      }),
    },
    {
      // https://nia.gov.gh: a country, nine digits, a check digit
      id: 'gh_card',
      title: 'a Ghana card number',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['#########-#'],
        lead: 4,
        check: (number) => number.startsWith('GHA'),
        label: /\bghana\b/,
      }),
    },
  ],
};
