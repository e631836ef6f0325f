import type { Family } from '../detector.js';
import { nationalId } from '../rules/numbers.js';
import { isYearMonthDay } from '../validators/dates.js';
import { isLuhn } from '../validators/luhn.js';

// Population and Immigration Authority of Israel: Luhn over nine digits
const isIsraeli = (digits: string): boolean => isLuhn(digits);

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
    nationalId(
      'il_id',
      'an Israeli id',
      /\b(?:teudat zehut|israel(?:i)? (?:national )?id\w{0,12}|mispar zehut)\b|תעודת זהות|מספר זהות|ת ?ז(?![א-ת])|זהות/,
      { shapes: ['#########', '########-#', '########'], isValid: isIsraeli },
    ),
    // Federal Authority for Identity: 784, year of birth, serial, Luhn
    nationalId('ae_emirates_id', 'an Emirates id', /\b(?:emirates id|eid|uae id|ae emirates id)\b|هوية/, {
      own: ['###-####-#######-#'],
      shapes: ['###############', '### #### ####### #'],
      isValid: (digits) => /^784(?:19|20)/.test(digits),
    }),
    // https://www.absher.sa: 1 for citizens, 2 for residents, Luhn
    nationalId(
      'sa_id',
      'a Saudi id or iqama',
      /\b(?:iqama|absher|saudi (?:national )?id\w{0,12}|national id\w{0,12}|sa id)\b|هوية|إقامة|اقامة/,
      { shapes: ['##########'], isValid: (digits) => /^[12]/.test(digits) && isLuhn(digits) },
    ),
    nationalId(
      'eg_id',
      'an Egyptian national id',
      /\b(?:national id\w{0,12}|egypt(?:ian)? id\w{0,12}|eg id)\b|رقم قومي|القومي|بطاقة/,
      { shapes: ['##############'], isValid: isEgyptian },
    ),
    nationalId(
      'za_id',
      'a South African id',
      '(?:south african?|sa|rsa|za|national|identity|refugee|resident|permanent resident) (?:id\\w{0,12}|number|document)|identiteit\\w{0,8}|id (?:no|number)',
      {
        own: ['###### #### ## #', '###### #### # # #', '###### #### ###'],
        shapes: ['#############', '######-####-###', '######-####-##-#'],
        isValid: isSouthAfrican,
      },
    ),
    // https://nimc.gov.ng: 11 digits without structure
    nationalId(
      'ng_nin',
      'a Nigerian national id',
      'nin|nimc|national identification|bvn|bank verification|nigerian? (?:national )?id\\w{0,12}',
      {
        shapes: ['###########', '#### #### ###', '####-####-###'],
        isValid: (digits) => !/^0123456789|^1234567890/.test(digits),
      },
    ),
    // https://ecitizen.go.ke: 7 or 8 digits; Maisha numbers have more
    nationalId('ke_id', 'a Kenyan national id', 'kenyan? (?:national )?id\\w{0,12}|huduma|maisha|kitambulisho|ke id', {
      shapes: ['#######', '########', '#########'],
      isValid: (digits) => !digits.startsWith('0'),
    }),
    // Kenya Revenue Authority: A for persons, P for others
    nationalId('ke_kra_pin', 'a Kenyan taxpayer number', 'kra|pin|i ?tax|tax (?:id|pin|number)|kenyan? tax\\w*', {
      shapes: ['#########A'],
      before: /[A-Z]$/i,
      isValid: (number) => /^[AP]\d{9}[A-Z]$/.test(number),
    }),
    // https://nia.gov.gh: a country, nine digits, a check digit
    nationalId('gh_card', 'a Ghana card number', 'ghana', {
      own: ['#########-#'],
      before: /GHA-$/i,
      isValid: () => true,
    }),
  ],
};
