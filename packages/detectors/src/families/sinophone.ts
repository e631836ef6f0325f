import type { Family } from '../detector.js';
import { businessId, nationalId } from '../rules/numbers.js';
import { crossSum, isMod11Minus2, weightedSum } from '../validators/checksums.js';
import { isYearMonthDay } from '../validators/dates.js';

// GB 11643-1999: division (GB/T 2260), day of birth, serial, check by ISO 7064 mod 11-2
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
const isResidentId = (number: string): boolean =>
  PROVINCE.test(number) &&
  /^(?:19|20)/.test(number.slice(6)) &&
  isYearMonthDay(number.slice(6, 14)) &&
  /^\d{17}[\dX]$/.test(number) &&
  isMod11Minus2(number);

/** GB 32100-2015, annex A: powers of three by 31. */
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
function isCreditCode(number: string): boolean {
  let sum = 0;
  for (let at = 0, weight = 1; at < 17; at++, weight = (weight * 3) % 31)
    sum += weight * CREDIT_ALPHABET.indexOf(number.charAt(at));
  const isPlaced = PROVINCE.test(number.slice(2)) || number.startsWith('10', 2); // 10 for the whole state
  return (
    isPlaced && /^(?:1[1-39]|5[1-39]|9[1-3])/.test(number) && number[17] === CREDIT_ALPHABET[(31 - (sum % 31)) % 31]
  );
}

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

export const sinophone: Family = {
  name: 'sinophone',
  detectors: [
    nationalId(
      'cn_resident_id',
      'a Chinese resident id',
      /身份证|身份證|\bshenfenzheng\b|\bresident id\b/,
      { own: ['##################', '#################A'], isValid: isResidentId },
      {
        shapes: ['###############'],
        isValid: (digits) => PROVINCE.test(digits) && isYearMonthDay(`19${digits.slice(6, 12)}`),
      },
    ),
    // GB 32100-2015: authority, kind, division, organisation, check
    businessId(
      'cn_credit_code',
      'a Chinese unified social credit code',
      /\b(?:credit code|uscc)\b|信用代码|识别号|税号/,
      { anchors: ['credit code', 'USCC'], pattern: /[1-9A-HJ-NPQRTUWXY]\d{7}[\dA-HJ-NPQRTUWXY]{10}/ },
      {
        own: ['#################A', '########AA########', '########AA#######A', '########A######A##'],
        shapes: ['##################'],
        isValid: isCreditCode,
      },
    ),
    nationalId(
      'tw_id',
      'a Taiwanese id',
      /\b(?:(?:taiwan(?:ese)?|tw|roc) (?:national )?id|national id\w{0,12}|id (?:no|number|card))\b|身分證|身份證|統一證號|居留證/,
      { shapes: ['#########'], before: /[A-Z]$/i, isValid: isTaiwanId },
    ),
    businessId(
      'tw_ubn',
      'a Taiwanese business number',
      /\b(?:ubn|unified business|taiwan(?:ese)? (?:business|company)|uniform (?:invoice|number))\b|統一編號|統編/,
      { shapes: ['########'], isValid: isUnifiedNumber },
    ),
    nationalId('hk_id', 'a Hong Kong id', /\b(?:hkid|hk id|hong kong (?:id|identity)\w{0,8})\b|身份證/, {
      own: ['######(#)', '######(A)'],
      shapes: ['#######', '######A'],
      before: /[A-Z]{1,2}$/i,
      isValid: isHongKongId,
    }),
  ],
};
