import type { Family } from '../detector.js';
import { businessId, nationalId } from '../rules/numbers.js';
import { isVerhoeff } from '../validators/verhoeff.js';

// https://uidai.gov.in: 12 digits, the first 2 to 9, the last by Verhoeff
const isAadhaar = (digits: string): boolean => /^[2-9]/.test(digits) && isVerhoeff(digits);

// https://incometaxindia.gov.in: the fourth letter says what kind of holder, P a person
const isPan = (number: string): boolean => /^[A-Z]{3}[ABCFGHJLPTK][A-Z]\d{4}[A-Z]$/.test(number);

// https://www.gst.gov.in: a state, a PAN, which registration in the state, Z, a check character
const isGstin = (number: string): boolean =>
  /^(?:0[1-9]|[12]\d|3[0-8]|97|99)[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[\dA-Z]$/.test(number);
const GSTIN_SHAPES = ['A#A#', 'A#AA', 'AAA#', 'AAAA'].flatMap((end) => [
  `##AAAAA####${end}`,
  `##-AAAAA-####-${end.slice(0, 2)}-${end.slice(2)}`,
  `## AAAAA #### ${end.slice(0, 2)} ${end.slice(2)}`,
]);

// Department for Registration of Persons of Sri Lanka: the day of the year of birth, 500 more for women
const isSriLankan = (number: string): boolean => {
  const day = Number(number.length === 12 ? number.slice(4, 7) : number.slice(2, 5)) % 500;
  return day >= 1 && day <= 366 && (number.length === 12 ? /^(?:19|20)\d{10}$/ : /^\d{9}[VX]$/).test(number);
};

const PASSPORT = /[A-PR-WY][1-9]\d{6}/;

export const southAsia: Family = {
  name: 'south-asia',
  detectors: [
    nationalId('in_aadhaar', 'an Indian Aadhaar number', /\b(?:aadh?aa?r|uidai|unique identification)\b|आधार/, {
      own: ['#### #### ####', '####-####-####'],
      shapes: ['############', '####:####:####', '####.####.####'],
      isValid: isAadhaar,
    }),
    nationalId('in_pan', 'an Indian PAN', /\bpans?\b|\bpermanent account\b/, {
      own: ['####A'],
      before: /(?<![A-Z\d]_)[A-Za-z]{5}$/,
      isValid: isPan,
      isPlausible: (number) => /^[A-Z]{5}\d{4}[A-Z]$/.test(number),
    }),
    businessId('in_gstin', 'an Indian GST number', /\bgst(?:ins?)?\b/, { own: GSTIN_SHAPES, isValid: isGstin }),
    // Election Commission of India, EPIC: three letters and seven digits
    nationalId(
      'in_voter_id',
      'an Indian voter id',
      /\b(?:epic|vot(?:er?|ers|ing)|election|elector(?:al|s)?)\b|मतदाता/,
      { shapes: ['#######'], before: /[A-Z]{3}$/i, isValid: (number) => /^[A-Z]{3}\d{7}$/.test(number) },
    ),
    // Passport Seva: a letter but Q, X and Z, a digit but 0, six digits
    nationalId('in_passport', 'an Indian passport number', /\b(?:in|india|indian) passport\b/, {
      anchors: ['passport'],
      pattern: PASSPORT,
    }),
    // https://www.nadra.gov.pk: five digits of the place, seven, one that is odd for men
    nationalId(
      'pk_cnic',
      'a Pakistani identity card number',
      /\b(?:cnic|snic|nicop|nadra|(?:national )?identity card)\b|شناختی/,
      {
        own: ['#####-#######-#'],
        shapes: ['#############', '##### ####### #'],
        isValid: (digits) => /^[1-8]/.test(digits),
      },
    ),
    // https://www.nidw.gov.bd: 10 digits on smart cards, 13 before, 17 with the year of birth
    nationalId(
      'bd_nid',
      'a Bangladeshi national id',
      /\b(?:nid|bangladesh(?:i)? (?:national )?id)\b|জাতীয় পরিচয়|এনআইডি/,
      {
        shapes: ['##########', '#############', '#################', '### ### ####'],
        isValid: (digits) => digits.length < 17 || /^(?:19|20)/.test(digits),
      },
    ),
    nationalId(
      'lk_nic',
      'a Sri Lankan identity card number',
      /\b(?:nic|(?:national )?identity card|sri lankan? id)\b|හැඳුනුම්පත/,
      { shapes: ['#########A', '############'], isValid: isSriLankan },
    ),
  ],
};
