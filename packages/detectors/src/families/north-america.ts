import type { Family } from '../detector.js';
import { isYearMonthDay, labelledRules, numberRules } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';
import { isLuhn } from '../validators/luhn.js';

// Areas 000, 666 and 900 up, group 00 and serial 0000 are never given: https://www.ssa.gov/employer/randomization.html
const isSsn = (digits: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4}$/.test(digits);

// 9, and groups 50 to 65, 70 to 88, 90 to 92 and 94 to 99: IRS Internal Revenue Manual 3.21.263.
const isItin = (digits: string): boolean =>
  /^9\d\d(?:5\d|6[0-5]|[78]\d|9[0-24-9])\d{4}$/.test(digits) && digits.slice(3, 5) !== '89';

// Campus prefixes: https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes
const isEin = (digits: string): boolean => !/^(?:0[07-9]|1[789]|2[89]|49|69|7[089]|89|9[67])/.test(digits);

// Letters but S, L, O, I, B and Z in fixed places: https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi.pdf
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

export const northAmerica: Family = {
  name: 'north-america',
  detectors: [
    {
      id: 'ssn',
      title: 'a US social security number',
      group: 'pii.national_id',
      rules: numberRules({ own: SSN_SHAPES, bare: NINE_DIGITS, check: isSsn, label: SSN_LABEL }),
    },
    {
      id: 'us_itin',
      title: 'a US individual taxpayer number',
      group: 'pii.national_id',
      rules: numberRules({
        own: SSN_SHAPES,
        bare: NINE_DIGITS,
        check: isItin,
        label: /\b(?:itins?|tax ?payer (?:id\w{0,12}|number)|tax (?:id\w{0,12}|number))\b|\bssns?\b/,
      }),
    },
    {
      id: 'us_ein',
      title: 'a US employer number',
      group: 'pii.business',
      rules: numberRules({
        bare: ['##-#######', '#########'],
        check: isEin,
        label:
          /\b(?:f?eins?|employer (?:id|identification|tax)|tax ?payer id\w{0,12}|tax id\w{0,12}|irs (?:no|number))\b/,
      }),
    },
    {
      // https://travel.state.gov: nine digits, or a letter and eight digits on the next generation
      id: 'us_passport',
      title: 'a US passport number',
      group: 'pii.national_id',
      rules: labelledRules(
        ['passport', 'travel document'],
        /\b(?:us|u s|usa|american|united states) (?:passport|travel document)\b/,
        /[A-Z]\d{8}|\d{9}/,
      ),
    },
    {
      // Shapes of the states, taken together: https://ntsi.com/drivers-license-format/
      id: 'us_driving_licence',
      title: 'a US driving licence number',
      group: 'pii.national_id',
      rules: labelledRules(
        ['license', 'DL no', 'DL num', 'DL #'],
        /\b(?:drivers?(?: s)? license\b|dl(?: (?:no|num|number))?$)/,
        /[A-Z]{1,2}\d{6,14}[A-Z]?|[A-Z]-?\d{3}(?:[- ]\d{2,5}){2,4}|\d{7,10}|\d{12}/,
      ),
    },
    {
      id: 'us_mbi',
      title: 'a US Medicare number',
      group: 'pii.national_id',
      rules: numberRules({
        own: MBI_GROUPS,
        bare: MBI_GROUPS.map((shape) => shape.replaceAll('-', '')),
        check: (number) => MBI.test(number),
        label: /\b(?:mbi|medicare|beneficiary|us mbi)\b/,
      }),
    },
    {
      // Luhn with the prefix 80840: https://www.cms.gov/Regulations-and-Guidance/Administrative-Simplification/NationalProvIdentStand
      id: 'us_npi',
      title: 'a US national provider number',
      group: 'pii.business',
      rules: numberRules({
        bare: ['##########', '####-###-###', '#### ### ###'],
        check: (digits) => /^[12]/.test(digits) && isLuhn(`80840${digits}`),
        label: /\b(?:npis?|(?:national |healthcare )?provider (?:id\w{0,12}|number))\b/,
      }),
    },
    {
      id: 'us_dea',
      title: 'a US medical licence (DEA number)',
      group: 'pii.national_id',
      rules: [
        ...numberRules({ bare: ['#######'], lead: 2, check: isDea, label: DEA_LABEL }),
        ...numberRules({ bare: ['########'], lead: 1, check: isDea, label: DEA_LABEL }),
      ],
    },
    {
      // Luhn, 0 and 8 are not given: https://www.canada.ca/en/employment-social-development/services/sin.html
      id: 'ca_sin',
      title: 'a Canadian social insurance number',
      group: 'pii.national_id',
      rules: numberRules({
        // Half of Europe writes money so, and telephones
        bare: ['###-###-###', '### ### ###', '#########'],
        check: (digits) => /^[1-79]/.test(digits) && isLuhn(digits),
        label: /\b(?:sins?|social insurance|nas|assurance sociale)\b/,
      }),
    },
    {
      // Ontario: 10 digits with Luhn and a version; British Columbia, Alberta and others: 9 or 10; Quebec: initials, date, 2 digits
      id: 'ca_health_number',
      title: 'a Canadian health number',
      group: 'pii.national_id',
      rules: [
        ...numberRules({
          bare: [
            '##########',
            '####-###-###',
            '#### ### ###',
            '#########',
            '#####-####',
            '##########AA',
            '####-###-###-AA',
          ],
          check: (number) => !number.startsWith('0'),
          label: /\b(?:ohip|phn|(?:personal |provincial )?health (?:card|number|insurance number)\b|carte sant[ée])/,
        }),
        ...[4, 5].flatMap((lead) =>
          numberRules({
            bare: ['########', '#### ####'],
            lead,
            check: (number) =>
              /^[A-Z]{4}\d{8}$/.test(number) &&
              isYearMonthDay(
                number.slice(4, 6) + String(Number(number.slice(6, 8)) % 50).padStart(2, '0') + number.slice(8, 10),
              ),
            label: /\b(?:ramq|nam|assurance maladie|carte soleil|health (?:card|insurance))\b/,
          }),
        ),
      ],
    },
  ],
};
