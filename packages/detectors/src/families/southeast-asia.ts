import type { Family } from '../detector.js';
import { businessId, nationalId } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';
import { isYearMonthDay } from '../validators/dates.js';

/** Immigration & Checkpoints Authority of Singapore: the first letter says which row of check letters. */
function isNric(number: string): boolean {
  if (!/^[STFGM]\d{7}[A-Z]$/.test(number)) return false;
  const kind = number.charAt(0);
  const sum = weightedSum(number.slice(1, 8), [2, 7, 6, 5, 4, 3, 2]) + ({ T: 4, G: 4, M: 3 }[kind] ?? 0);
  const letters = /[ST]/.test(kind) ? 'JZIHGFEDCBA' : kind === 'M' ? 'XWUTRQPNJLK' : 'XWUTRQPNMLK';
  return number.at(-1) === letters[sum % 11];
}

/** https://www.uen.gov.sg: businesses, local companies, and others by year and kind; check letters as ACRA has them. */
function isUen(number: string): boolean {
  const sum = (weights: readonly number[]): number => weightedSum(number.slice(0, -1), weights);
  const last = number.at(-1);
  if (/^\d{8}[A-Z]$/.test(number)) return last === 'XMKECAWLJDB'[sum([10, 4, 9, 3, 8, 2, 7, 1]) % 11];
  if (/^(?:18|19|20)\d{7}[A-Z]$/.test(number)) return last === 'ZKCMDNERGWH'[sum([10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11];
  if (!/^[RST]\d\d[A-Z]{2}\d{4}[A-Z]$/.test(number)) return false;
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWX0123456789';
  const weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
  const places = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(number.charAt(at)), 0);
  return last === alphabet[(((places - 5) % 11) + 11) % 11];
}

// National Registration Department of Malaysia: day of birth, place (states, districts, countries), serial
const MY_PLACE = /^.{6}(?:0[1-9]|1[0-6]|[2-5][1-9]|[345]0|6[0-8]|7[124-9]|8[23-9]|9[0-389])/;

// Bureau of Registration Administration of Thailand: kind 1 to 8, province, mod 11
const TH_PLACE = /^[1-8](?:1\d|2[0-7]|3\d|4\d|5[0-8]|6[0-7]|7[0-7]|8[0-6]|9[0-6])/;
const isThai = (digits: string): boolean =>
  TH_PLACE.test(digits) &&
  (11 - (weightedSum(digits.slice(0, 12), [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(digits[12]);

/** Permendagri 72 of 2022: province, regency, district, day of birth (40 more for women), serial. */
const isNik = (digits: string): boolean => {
  const day = Number(digits.slice(6, 8));
  return (
    /^(?:1[1-9]|2[01]|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])/.test(digits) &&
    isYearMonthDay(`${digits.slice(10, 12)}${digits.slice(8, 10)}${String(day % 40).padStart(2, '0')}`)
  );
};

const UEN_LABEL = /\b(?:uen|unique entity|acra|singapore(?:an)? (?:business|company)|company registration)\b/;

export const southeastAsia: Family = {
  name: 'southeast-asia',
  detectors: [
    nationalId('sg_nric', 'a Singaporean NRIC or FIN', 'nric|fin|identity card', {
      own: ['#######A'],
      before: /[A-Z]$/i,
      isValid: isNric,
      isPlausible: (number) => /^[A-Z]\d{7}[A-Z]$/.test(number),
    }),
    businessId(
      'sg_uen',
      'a Singaporean business number',
      UEN_LABEL,
      { shapes: ['########A', '#########A'], isValid: isUen },
      { own: ['##AA####A'], before: /[A-Z]$/i, isValid: isUen },
    ),
    nationalId(
      'my_nric',
      'a Malaysian identity card number',
      'nric|my ?kad|my ?pr|my ?kid|ic|(?:no )?kp|kad pengenalan|identity card|(?:malaysian?|my) (?:nr)?ic',
      {
        own: ['######-##-####'],
        shapes: ['############', '###### ## ####'],
        isValid: (digits) => isYearMonthDay(digits.slice(0, 6)) && MY_PLACE.test(digits),
      },
    ),
    nationalId(
      'th_id',
      'a Thai id',
      /\b(?:thai(?:land)?|tnin|(?:national|citizen) id|id card|bat prachachon)\b|บัตรประ|ประจำตัว|เลขบัตร/,
      { own: ['#-####-#####-##-#', '# #### ##### ## #'], shapes: ['#############'], isValid: isThai },
    ),
    // https://www.bir.gov.ph: nine digits and a branch of three or five
    nationalId(
      'ph_tin',
      'a Philippine taxpayer number',
      'tins?|bir (?:no|number|id|form)|tax(?:payer)? (?:id\\w{0,12}|number)',
      {
        shapes: [
          '###-###-###-###',
          '###-###-###-#####',
          '###-###-###',
          '### ### ###',
          '### ### ### ###',
          '#########',
          '############',
          '##############',
        ],
        isValid: (digits) => !/^0{9}/.test(digits),
      },
    ),
    // https://www.sss.gov.ph, https://www.philhealth.gov.ph, https://www.pagibigfund.gov.ph
    nationalId(
      'ph_social_insurance',
      'a Philippine social insurance number',
      'sss|gsis|phil ?health|pag ?ibig|phil ?sys|philippine social (?:insurance|security)',
      {
        shapes: ['##-#######-#', '##########', '##-#########-#', '############', '####-####-####'],
        isValid: (digits) => !/^0{6}/.test(digits),
      },
    ),
    nationalId(
      'id_nik',
      'an Indonesian NIK',
      'nik|e ?ktp|ktp|(?:no(?:mor)?|kartu) (?:induk|tanda|ktp|identitas)|kependudukan|penduduk|indonesian? id',
      { shapes: ['################'], isValid: isNik },
    ),
    // Decree 137/2015, article 7: place (001 to 096), century and sex, year, serial; 9 digits before
    nationalId(
      'vn_id',
      'a Vietnamese id',
      /\b(?:cccd|cmnd|can cuoc|citizen id\w{0,12}|vietnam(?:ese)? (?:citizen )?id)\b|căn cước|chứng minh|định danh/,
      {
        shapes: ['############', '#########'],
        isValid: (digits) => digits.length === 9 || /^0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]/.test(digits),
      },
    ),
  ],
};
