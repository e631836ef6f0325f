import type { Family } from '../detector.js';
import { isYearMonthDay, labelledRules, numberRules } from '../numbers.js';
import { crossSum, isMod11Minus2, weightedSum } from '../validators/checksums.js';

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

// GB 11643-1999: division (GB/T 2260), day of birth, serial, check by ISO 7064 mod 11-2
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
const isResidentId = (number: string): boolean =>
  PROVINCE.test(number) &&
  /^(?:19|20)/.test(number.slice(6)) &&
  isYearMonthDay(number.slice(6, 14)) &&
  /^\d{17}[\dX]$/.test(number) &&
  isMod11Minus2(number);

/** Ministry of the Interior of Taiwan: a letter counts 10 to 35 in this order, its digits once and nine times. */
const TW_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';
function isTaiwanId(number: string): boolean {
  if (!/^[A-Z][1289]\d{8}$/.test(number)) return false;
  const letter = TW_LETTERS.indexOf(number.charAt(0)) + 10;
  return weightedSum(`${letter}${number.slice(1)}`, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

// Ministry of Finance of Taiwan: divisible by 5, also by one more where the seventh digit is 7
function isUnifiedNumber(digits: string): boolean {
  const sum = crossSum(digits, [1, 2, 1, 2, 1, 2, 4, 1]);
  return sum % 5 === 0 || (digits[6] === '7' && (sum + 1) % 5 === 0);
}

// Hong Kong Immigration Department: a missing first letter counts 36, A as check digit 10
const isHongKongId = (number: string): boolean =>
  /^[A-Z]{1,2}\d{6}[\dA]$/.test(number) &&
  (number.length === 8
    ? 36 * 9 + weightedSum(number, [8, 7, 6, 5, 4, 3, 2, 1])
    : weightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2, 1])) %
    11 ===
    0;

const CORPORATE_LABEL = /\b(?:corporate number|houjin bango|hojin bango|qualified invoice)\b|法人番号|登録番号/;
const KR_PERSON = { own: ['######-#######'], bare: ['#############', '###### #######'] };

export const eastAsia: Family = {
  name: 'east-asia',
  detectors: [
    {
      id: 'kr_rrn',
      title: 'Korean resident number',
      group: 'pii.national_id',
      rules: numberRules({
        ...KR_PERSON,
        check: (digits) => isKoreanPerson(digits, ['12', '34']),
        label: /\b(?:rrn|resident registration|jumin\w{0,12})\b|주민/,
      }),
    },
    {
      id: 'kr_frn',
      title: 'Korean foreigner number',
      group: 'pii.national_id',
      rules: numberRules({
        ...KR_PERSON,
        check: (digits) => isKoreanPerson(digits, ['56', '78']),
        label: /\b(?:frn|arc|(?:foreigner|alien) registration)\b|외국인/,
      }),
    },
    {
      id: 'kr_brn',
      title: 'Korean business number',
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
      title: 'Korean passport number',
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
      id: 'kr_driver_licence',
      title: 'Korean driver licence number',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['##-##-######-##'],
        bare: ['############', '## ## ###### ##'],
        check: (digits) => /^(?:1[1-9]|2[0-8])/.test(digits),
        label: /\b(?:licen[cs]e|kr driver)\b|면허/,
      }),
    },
    {
      id: 'jp_my_number',
      title: 'Japanese My Number',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['############', '#### #### ####', '####-####-####'],
        check: isMyNumber,
        label: /\b(?:my ?number|individual number|kojin bango|jp my number)\b|マイナンバー|個人番号/,
      }),
    },
    {
      id: 'jp_driver_licence',
      title: 'Japanese driver licence number',
      group: 'pii.national_id',
      rules: numberRules({
        bare: ['############'],
        check: (digits) => /^[1-9]/.test(digits),
        label: /免許|\bjapan(?:ese)? driv\w{1,6}(?: s)? licen[cs]e\b/,
      }),
    },
    {
      id: 'jp_corporate_number',
      title: 'Japanese corporate number',
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
    {
      id: 'cn_resident_id',
      title: 'Chinese resident id',
      group: 'pii.national_id',
      rules: [
        ...numberRules({
          own: ['##################', '#################A'],
          check: isResidentId,
          label: /身份证|身份證|\bshenfenzheng\b|\bresident id\b/,
        }),
        ...numberRules({
          bare: ['###############'],
          check: (digits) => PROVINCE.test(digits) && isYearMonthDay(`19${digits.slice(6, 12)}`),
          label: /身份证|身份證|\bshenfenzheng\b|\bresident id\b/,
        }),
      ],
    },
    {
      // GB 32100-2015: authority, kind, division, organisation, check
      id: 'cn_credit_code',
      title: 'Chinese unified social credit code',
      group: 'pii.business',
      rules: labelledRules(
        ['credit code', 'credit_code', 'creditCode', 'USCC'],
        /\b(?:credit code|uscc)\b|信用代码/,
        /[1-9A-HJ-NPQRTUWXY]\d{7}[\dA-HJ-NPQRTUWXY]{10}/,
      ),
    },
    {
      id: 'tw_id',
      title: 'Taiwanese id',
      group: 'pii.national_id',
      rules: numberRules({
        own: ['#########'],
        lead: 1,
        check: isTaiwanId,
        label: /\b(?:(?:taiwan(?:ese)?|tw|roc) (?:national )?id|national id)\b|身分證|身份證|居留證/,
      }),
    },
    {
      id: 'tw_ubn',
      title: 'Taiwanese business number',
      group: 'pii.business',
      rules: numberRules({
        bare: ['########'],
        check: isUnifiedNumber,
        label: /\b(?:ubn|unified business|uniform (?:invoice|number))\b|統一編號|統編/,
      }),
    },
    {
      id: 'hk_id',
      title: 'Hong Kong id',
      group: 'pii.national_id',
      rules: [1, 2].flatMap((lead) =>
        numberRules({
          own: ['######(#)', '######(A)'],
          bare: ['#######', '######A'],
          lead,
          check: isHongKongId,
          label: /\b(?:hkid|hk id|hong kong (?:id|identity)\w{0,8})\b|身份證/,
        }),
      ),
    },
  ],
};
