import type { Family } from '../detector.js';
import { businessId, nationalId } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';
import { isYearMonthDay } from '../validators/dates.js';

/**
 * A day of birth, the century and sex (`centuries`), and six digits, of which the last is a check digit only for
 * those born before October 2020: https://www.law.go.kr, enforcement rules of the Resident Registration Act.
 */
const isKoreanPerson = (digits: string, [of1900, of2000]: readonly [string, string]): boolean => {
  const century = of1900.includes(digits[6] ?? '') ? '19' : of2000.includes(digits[6] ?? '') ? '20' : '';
  return century !== '' && isYearMonthDay(century + digits.slice(0, 6));
};

// National Tax Service of Korea; the ninth digit counts five times, both digits of the product
const isBrn = (digits: string): boolean =>
  (weightedSum(digits.slice(0, 9), [1, 3, 7, 1, 3, 7, 1, 3, 5]) +
    Math.floor((Number(digits[8]) * 5) / 10) +
    Number(digits[9])) %
    10 ===
  0;

// Ordinance 85 of 2014 of the Ministry of Internal Affairs and Communications, article 5
function isMyNumber(digits: string): boolean {
  const rest = weightedSum(digits.slice(0, 11), [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

// The first digit checks the others: https://www.houjin-bangou.nta.go.jp
const isCorporate = (digits: string): boolean => Number(digits[0]) === 9 - (weightedSum(digits.slice(1), [2, 1]) % 9);

const CORPORATE_LABEL = /\b(?:corporate number|houjin bango|hojin bango|qualified invoice)\b|法人番号|登録番号/;
const KR_PERSON = { own: ['######-#######'], shapes: ['#############', '###### #######'] };

export const koreaJapan: Family = {
  name: 'korea-japan',
  detectors: [
    nationalId(
      'kr_rrn',
      'a Korean resident number',
      /\b(?:rrn|resident registration|korean resident|jumin\w{0,12})\b|주민/,
      { ...KR_PERSON, isValid: (digits) => isKoreanPerson(digits, ['12', '34']) },
    ),
    nationalId(
      'kr_frn',
      'a Korean foreigner number',
      /\b(?:frn|arc|(?:foreigner|alien) registration|korean foreigner)\b|외국인/,
      { ...KR_PERSON, isValid: (digits) => isKoreanPerson(digits, ['56', '78']) },
    ),
    businessId(
      'kr_brn',
      'a Korean business number',
      /\b(?:brn|business registration|korean business|saeopja\w{0,12})\b|사업자/,
      { own: ['###-##-#####'], shapes: ['##########'], isValid: isBrn },
    ),
    // Ministry of Foreign Affairs: a letter and 8 digits; since 2021 a letter in the fourth place of the digits
    nationalId('kr_passport', 'a Korean passport number', /\bkorean? (?:\w{1,12} )?passport\b|\bkr passport\b|여권/, {
      shapes: ['########', '###A####'],
      before: /[MSRODG]$/i,
    }),
    // Region 11 to 28, year, number, check: Korean National Police Agency
    nationalId(
      'kr_driving_licence',
      'a Korean driving licence number',
      /\b(?:driv(?:ing|ers?)(?: s)? licen[cs]e|licen[cs]e (?:no|nr|num|number)|kr driver)\b|^licen[cs]e$|면허/,
      {
        own: ['##-##-######-##'],
        shapes: ['############', '## ## ###### ##'],
        isValid: (digits) => /^(?:1[1-9]|2[0-8])/.test(digits),
      },
    ),
    nationalId(
      'jp_my_number',
      'a Japanese My Number',
      /\b(?:my ?number|individual number|kojin bango|jp my number)\b|マイナンバー|個人番号/,
      { shapes: ['############', '#### #### ####', '####-####-####'], isValid: isMyNumber },
    ),
    // https://www.npa.go.jp/
    nationalId(
      'jp_driving_licence',
      'a Japanese driving licence number',
      /免許|\bjapan(?:ese)? driv\w{1,6}(?: s)? licen[cs]e\b/,
      { shapes: ['############'], isValid: (digits) => /^[1-9]/.test(digits) },
    ),
    businessId(
      'jp_corporate_number',
      'a Japanese corporate number',
      CORPORATE_LABEL,
      { shapes: ['#############', '#-####-####-####'], isValid: isCorporate },
      {
        shapes: ['#############', '#-####-####-####'],
        before: /[A-Z]$/i,
        isValid: (number) => number.startsWith('T') && isCorporate(number.slice(1)),
      },
    ),
  ],
};
