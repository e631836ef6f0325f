import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';
import { isDay } from '../validators/dates.js';
import { isLuhn } from '../validators/luhn.js';
import { isCvr, isFinnishCompany } from '../validators/tax-numbers.js';

/** A number begins with day, month and year of two digits, with days and months raised by some step. */
const isDayFirst = (compact: string, dayStep: number, monthStep = 100): boolean =>
  isDay(Number(compact.slice(0, 2)) % dayStep, Number(compact.slice(2, 4)) % monthStep, Number(compact.slice(4, 6)));

/** Day and time of some file or build, of this century: `240115-0930`, `15012024-0930`. */
const STAMP = /^(?:(?:20)?[0-2]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|\d{4}(?:20)?2\d)(?:[01]\d|2[0-3])[0-5]\d$/;
const isStamp = (compact: string): boolean => STAMP.test(compact);

function isPersonnummer(compact: string): boolean {
  const short = compact.slice(-10);
  const century = compact.slice(0, -10);
  return (
    /^(?:18|19|20)?$/.test(century) &&
    isDay(Number(short.slice(4, 6)) % 60, Number(short.slice(2, 4)), Number(century + short.slice(0, 2))) &&
    isLuhn(short)
  );
}

function isHetu(compact: string): boolean {
  const serial = compact.slice(-4, -1);
  const [, sign = 'A'] = /^\d{6}(.)....$/.exec(compact) ?? [];
  return (
    /[A-FU-Y]/.test(sign) &&
    serial > '001' &&
    isDayFirst(compact, 100) &&
    '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(compact.slice(0, 6) + serial) % 31] === compact.at(-1)
  );
}

const isKennitala = (compact: string): boolean =>
  isDayFirst(compact, 40) && /[089]$/.test(compact) && weightedSum(compact, [3, 2, 7, 6, 5, 4, 3, 2, 1, 0]) % 11 === 0;

export const nordic: Family = {
  name: 'nordic',
  detectors: [
    // https://www.skatteverket.se/, SKV 704 (and 707: days of coordination numbers are raised by 60)
    nationalId(
      'se_personnummer',
      'a Swedish personal number',
      'pers(?:on)? ?(?:nummer|nr)|pnr|samordnings ?(?:nummer|nr)|swedish (?:personal )?(?:id|identity|personal)\\w*(?: code| number)?|personal (?:identity )?(?:number|code)|personligt nummer',
      {
        shapes: [...digits(10, 12), '###### ####', '######## ####', '######-####', '########-####'],
        isValid: isPersonnummer,
      },
      {
        own: ['######-####', '######+####', '########-####'],
        isValid: (compact) => isPersonnummer(compact) && !isStamp(compact),
      },
    ),
    // https://www.skatteverket.se/, SKV 709: the third digit is 2 or more, so that it is no month
    businessId(
      'se_organisationsnummer',
      'a Swedish organisation number',
      'org(?:anisations)? ?(?:nummer|nr)|orgnr|f(?:ö|o)retag\\w*|company (?:identity|id|number|registration)\\w*|organi[sz]ation number',
      {
        shapes: [...digits(10), '######-####'],
        isValid: (compact) => /^[1-35-9].[2-9]/.test(compact) && isLuhn(compact),
      },
      {
        // Companies, the state and associations have these, by far the most of them
        own: ['######-####'],
        isValid: (compact) => /^(?:55[69]|2[0-2]2|769|80[2-9])/.test(compact) && isLuhn(compact),
      },
    ),
    // https://www.skatteetaten.no/, "fødselsnummer": days of D-numbers are raised by 40, months of test numbers too
    nationalId(
      'no_fodselsnummer',
      'a Norwegian birth number',
      'f(?:ø|oe?)dsels ?(?:nummer|nr)|person ?(?:nummer|nr)|fnr|d ?nummer|national id\\w*|norwegian (?:birth|personal|id)\\w*',
      {
        own: ['###### #####', '######-#####'],
        shapes: digits(11),
        isValid: (compact) =>
          isDayFirst(compact, 40, 40) &&
          weightedSum(compact, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0]) % 11 === 0 &&
          weightedSum(compact, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
      },
    ),
    // https://www.brreg.no/om-oss/registrene-vare/om-enhetsregisteret/organisasjonsnummeret/
    businessId(
      'no_organisasjonsnummer',
      'a Norwegian organisation number',
      'org(?:anisasjons)? ?(?:nummer|nr)|foretaks ?nummer|mva|orgnr|organi[sz]ation number|brreg',
      {
        shapes: [...digits(9), '### ### ###'],
        isValid: (compact) => /^[89]/.test(compact) && weightedSum(compact, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
      },
    ),
    // https://cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret; numbers since 2007 need not pass the check
    nationalId(
      'dk_cpr',
      'a Danish CPR number',
      'cpr(?: ?(?:nummer|nr|no))?|person ?(?:nummer|nr)|civil registration',
      { shapes: [...digits(10), '######-####', '###### ####'], isValid: (compact) => isDayFirst(compact, 60) },
      {
        own: ['######-####'],
        isValid: (compact) =>
          isDayFirst(compact, 60) &&
          weightedSum(compact, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 &&
          !isStamp(compact),
      },
    ),
    // https://erhvervsstyrelsen.dk/, "modulus 11"
    businessId(
      'dk_cvr',
      'a Danish company number (CVR)',
      'cvr(?: ?(?:nummer|nr|no))?|se ?(?:nummer|nr)|virksomhed\\w*|vat\\w*',
      { shapes: [...digits(8), '## ## ## ##'], isValid: isCvr },
    ),
    // https://dvv.fi/en/personal-identity-code: the sign of the century may be any of thirteen
    nationalId(
      'fi_hetu',
      'a Finnish personal identity code',
      'hetu|henkil(?:ö|o)tunnus\\w*|personbeteckning|(?:personal )?identity code|finnish\\w*(?: id)?(?: code)?|sotu',
      { own: ['######-###A', '######+###A', '######+####', '######A###A', '######A####'], isValid: isHetu },
      { shapes: ['######-####'], isValid: isHetu },
      { own: ['######-####'], isValid: (compact) => isHetu(compact) && !isStamp(compact) },
    ),
    // https://www.prh.fi/, "Business ID"
    businessId(
      'fi_business_id',
      'a Finnish business id (Y-tunnus)',
      'y ?tunnus\\w*|ly ?tunnus|fo ?nummer|business id\\w*',
      { shapes: ['#######-#'], isValid: isFinnishCompany },
    ),
    // https://www.skra.is/english/individuals/me-and-my-family/my-registration/id-numbers/; days of companies are raised by 40
    nationalId(
      'is_kennitala',
      'an Icelandic kennitala',
      'kennit(?:ala|ölu|ölur)\\w*|kt|icelandic (?:id|identi)\\w*',
      { shapes: [...digits(10), '######-####', '###### ####'], isValid: isKennitala },
      { own: ['######-####'], isValid: (compact) => isKennitala(compact) && !isStamp(compact) },
    ),
  ],
};
