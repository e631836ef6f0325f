import type { Family } from '../detector.js';
import { businessId, nationalId } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';
import { isDay } from '../validators/dates.js';
import { isLuhn } from '../validators/luhn.js';

// Areas 000, 666 and 900 up, group 00 and serial 0000 are never given: https://www.ssa.gov/employer/randomization.html
// Groups of one digit each (`111-22-3333`) stand in manuals.
const isSsn = (digits: string): boolean =>
  /^(?!000|666|9|(\d)\1\1(\d)\2(\d)\3{3}$)\d{3}(?!00)\d\d(?!0000)\d{4}$/.test(digits);

// 9, and groups 50 to 65, 70 to 88, 90 to 92 and 94 to 99: IRS Internal Revenue Manual 3.21.263.
const isItin = (digits: string): boolean =>
  /^9\d\d(?:5\d|6[0-5]|[78]\d|9[0-24-9])\d{4}$/.test(digits) && digits.slice(3, 5) !== '89';

// Campus prefixes: https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes
const isEin = (digits: string): boolean => !/^(?:0[07-9]|1[789]|2[89]|49|69|7[089]|89|9[67])/.test(digits);

// Letters but S, L, O, I, B and Z in fixed places: https://www.cms.gov/medicare/new-medicare-card
const MBI = /^[1-9][AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d$/;
const MBI_GROUPS = ['#AA#-A', '#A##-A'].flatMap((start) => [`${start}A#-AA##`, `${start}##-AA##`]);

/** The registrant's class, an initial or 9, and digits whose sum `1 + 3 + 5 + 2 * (2 + 4 + 6)` ends in the last: 21 CFR 1301. */
const isDea = (number: string): boolean =>
  /^[A-HJ-MPR-UX][A-Z9]\d{7}$/.test(number) && weightedSum(number.slice(2, 8), [1, 2]) % 10 === Number(number.at(-1));

const SSN_SHAPES = ['###-##-####', '### ## ####'];
const NINE_DIGITS = ['#########', '###.##.####', '###-######', '#####-####'];
const SSN_LABEL = /\b(?:ssns?|social security|soc sec|ss (?:no|num|number)|(?:my|his|her|your) social)\b/;
const DEA_LABEL =
  /\b(?:dea|(?:medical|physician|doctor|prescriber|practitioner|certificate|registration)(?: s)?(?: \w{1,12})? (?:licen[cs]e|number|no|id))\b/;

/** Initials, the day of birth with 50 more in the month of women, two digits: https://www.ramq.gouv.qc.ca. */
const isQuebecker = (number: string): boolean => {
  const [year, month, day] = [number.slice(4, 6), Number(number.slice(6, 8)) % 50, Number(number.slice(8, 10))];
  return isDay(day, month, Number(year));
};

export const northAmerica: Family = {
  name: 'north-america',
  detectors: [
    nationalId('ssn', 'a US social security number', SSN_LABEL, {
      own: SSN_SHAPES,
      shapes: NINE_DIGITS,
      isValid: isSsn,
    }),
    nationalId(
      'us_itin',
      'a US individual taxpayer number',
      /\b(?:itins?|tax ?payer (?:id\w{0,12}|number)|tax (?:id\w{0,12}|number))\b|\bssns?\b/,
      { own: SSN_SHAPES, shapes: NINE_DIGITS, isValid: isItin },
    ),
    businessId(
      'us_ein',
      'a US employer number',
      'f?eins?|employer (?:id|identification|tax|number)|tax ?payer id\\w{0,12}|tax id\\w{0,12}|irs (?:no|number)',
      { shapes: ['##-#######', '#########'], isValid: isEin },
    ),
    // https://travel.state.gov: nine digits, or a letter and eight digits on the next generation
    nationalId(
      'us_passport',
      'a US passport number',
      /\b(?:us|u s|usa|american|united states) (?:passport|travel document)\b/,
      { anchors: ['passport', 'travel document'], pattern: /[A-Z]\d{8}|\d{9}/ },
    ),
    // Shapes of the states, taken together: https://ntsi.com/drivers-license-format/
    nationalId(
      'us_driving_licence',
      'a US driving licence number',
      /\b(?:drivers?(?: s)? license\b|dl(?: (?:no|num|number))?$)/,
      {
        anchors: ['license', 'DL no', 'DL num', 'DL #'],
        pattern: /[A-Z]{1,2}\d{6,14}[A-Z]?|[A-Z]-?\d{3}(?:[- ]\d{2,5}){2,4}|\d{7,10}|\d{12}/,
      },
    ),
    nationalId('us_mbi', 'a US Medicare number', 'mbi|medicare|beneficiary|us mbi', {
      own: MBI_GROUPS,
      shapes: MBI_GROUPS.map((shape) => shape.replaceAll('-', '')),
      isValid: (number) => MBI.test(number),
    }),
    // Luhn with the prefix 80840: https://www.cms.gov/Regulations-and-Guidance/Administrative-Simplification/NationalProvIdentStand
    businessId(
      'us_npi',
      'a US national provider number',
      'npis?|(?:national |healthcare )?provider (?:id\\w{0,12}|number)',
      {
        shapes: ['##########', '####-###-###', '#### ### ###'],
        isValid: (digits) => /^[12]/.test(digits) && isLuhn(`80840${digits}`),
      },
    ),
    nationalId(
      'us_dea',
      'a US medical licence (DEA number)',
      DEA_LABEL,
      { shapes: ['#######'], before: /[A-Z]{2}$/i, isValid: isDea },
      { shapes: ['########'], before: /[A-Z]$/i, isValid: isDea },
    ),
    // Luhn, 0 and 8 are not given: https://www.canada.ca/en/employment-social-development/services/sin.html
    nationalId('ca_sin', 'a Canadian social insurance number', 'sins?|social insurance|nas|assurance sociale', {
      shapes: ['###-###-###', '### ### ###', '#########'],
      isValid: (digits) => /^[1-79]/.test(digits) && isLuhn(digits),
    }),
    // Ontario: 10 digits with Luhn and a version; British Columbia, Alberta and others: 9 or 10; Quebec: initials, date, 2 digits
    nationalId(
      'ca_health_number',
      'a Canadian health number',
      /\b(?:ohip|phn|(?:personal |provincial )?health (?:card|number|insurance number)\b|carte sant[ée])/,
      {
        shapes: [
          '##########',
          '####-###-###',
          '#### ### ###',
          '#########',
          '#####-####',
          '##########AA',
          '####-###-###-AA',
        ],
        isValid: (number) => !number.startsWith('0'),
      },
      {
        shapes: ['########', '#### ####'],
        before: /[A-Z]{4} ?$/i,
        labels: 'ramq|nam|assurance maladie|carte soleil|health (?:card|insurance|number)',
        isValid: isQuebecker,
      },
    ),
  ],
};
