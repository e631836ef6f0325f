import type { Family } from '../detector.js';
import { isYearMonthDay, numberRules } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';

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
const KR_PERSON = { own: ['######-#######'], bare: ['#############', '###### #######'] };

export const koreaJapan: Family = {
  name: 'korea-japan',
  detectors: [
    {
      id: 'kr_rrn',
      title: 'a Korean resident number',
      group: 'pii.national_id',
      rules: numberRules({
        ...KR_PERSON,
        check: (digits) => isKoreanPerson(digits, ['12', '34']),
        label: /\b(?:rrn|resident registration|jumin\w{0,12})\b|주민/,
      }),
    },
    {
      id: 'kr_frn',
      title: 'a Korean foreigner number',
      group: 'pii.national_id',
      rules: numberRules({
        ...KR_PERSON,
        check: (digits) => isKoreanPerson(digits, ['56', '78']),
        label: /\b(?:frn|arc|(?:foreigner|alien) registration)\b|외국인/,
      }),
    },
    {
      id: 'kr_brn',
      title: 'a Korean business number',
      group: 'pii.business',
      rules: numberRules({
        own: ['###-##-#####'],
        bare: ['##########'],
        check: isBrn,
        label: /\b(?:brn|business registration|saeopja\w{0,12})\b|사업자/,
      }),
    },
    {
      // Ministry of Foreign Affairs: a letter and 8 digits; since 2021 a letter in the fourth place of the digits
      id: 'kr_passport',
      title: 'a Korean passport number',
      group: 'pii.national_id',
      rules: [
        { lead: 1, bare: ['###A####'] },
        { lead: 1, bare: ['########'] },
      ].flatMap((form) =>
        numberRules({
          ...form,
          check: (number) => /^[MSRODG]\d{3}[A-Z\d]\d{4}$/.test(number),
          label: /\bkorean? (?:\w{1,12} )?passport\b|\bkr passport\b|여권/,
        }),
      ),
    },
    {
      // Region 11 to 28, year, number, check: Korean National Police Agency
      id: 'kr_driving_licence',
      title: 'a Korean driving licence number',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['##-##-######-##'],
        bare: ['############', '## ## ###### ##'],
        check: (digits) => /^(?:1[1-9]|2[0-8])/.test(digits),
        label: /\b(?:driv(?:ing|ers?)(?: s)? licen[cs]e|licen[cs]e (?:no|nr|num|number)|kr driver)\b|^licen[cs]e$|면허/,
      }),
    },
    {
      id: 'jp_my_number',
      title: 'a Japanese My Number',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['############', '#### #### ####', '####-####-####'],
        check: isMyNumber,
        label: /\b(?:my ?number|individual number|kojin bango|jp my number)\b|マイナンバー|個人番号/,
      }),
    },
    {
      id: 'jp_driving_licence',
      title: 'a Japanese driving licence number',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['############'],
        check: (digits) => /^[1-9]/.test(digits),
        label: /免許|\bjapan(?:ese)? driv\w{1,6}(?: s)? licen[cs]e\b/,
      }),
    },
    {
      id: 'jp_corporate_number',
      title: 'a Japanese corporate number',
      group: 'pii.business',
      rules: [
        ...numberRules({ bare: ['#############', '#-####-####-####'], check: isCorporate, label: CORPORATE_LABEL }),
        // T in front: the number of a registered issuer of invoices
        ...numberRules({
          bare: ['#############', '#-####-####-####'],
          lead: 1,
          check: (number) => number.startsWith('T') && isCorporate(number.slice(1)),
          label: CORPORATE_LABEL,
        }),
      ],
    },
  ],
};
