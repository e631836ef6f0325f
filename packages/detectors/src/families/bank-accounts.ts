import type { Family, Hit, Site, Rule } from '../detector.js';
import { digitsOf, filtered, hit, isCalled, matchAt, SURE } from '../rules/verify.js';
import { modulo, weightedSum } from '../validators/checksums.js';

/** Stands between groups. */
const GAP = String.raw`[ \u00a0\u2010-\u2013-]?`;

// The rest behind the check digits, by country: `n` digits, `a` letters, `c` either. SWIFT IBAN Registry, release 100:
// https://www.swift.com/standards/data-standards/iban-international-bank-account-number. The last two rows are not in
// it: what the central banks of West and Central Africa (BCEAO, COBAC), Iran, Morocco and others have given out as such.
const IBANS = new Map(
  `AD 8n12c AE 19n AL 8n16c AT 16n AZ 4a20c BA 16n BE 12n BG 4a6n8c BH 4a14c BI 23n BR 23n1a1c BY 4c4n16c CH 5n12c CR 18n
  CY 8n16c CZ 20n DE 18n DJ 23n DK 14n DO 4c20n EE 16n EG 25n ES 20n FI 14n FK 2a12n FO 14n FR 10n11c2n GB 4a14n GE 2a16n
  GI 4a15c GL 14n GR 7n16c GT 24c HN 4a20n HR 17n HU 24n IE 4a14n IL 19n IQ 4a15n IS 22n IT 1a10n12c JO 4a4n18c KW 4a22c
  KZ 3n13c LB 4n20c LC 4a24c LI 5n12c LT 16n LU 3n13c LV 4a13c LY 21n MC 10n11c2n MD 20c ME 18n MK 3n10c2n MN 16n MR 23n
  MT 4a5n18c MU 4a19n3a NI 4a20n NL 4a10n NO 11n OM 3n16c PK 4a16c PL 24n PS 4a21c PT 21n QA 4a21c RO 4a16c RS 18n
  RU 14n15c SA 2n18c SC 4a20n3a SD 14n SE 20n SI 15n SK 20n SM 1a10n12c SO 19n ST 21n SV 4a20n TL 19n TN 20n TR 6n16c
  UA 6n19c VA 18n VG 4a16n XK 16n YE 4a4n18c
  AO 21n BF 2c22n BJ 2c22n CF 23n CG 23n CI 2c22n CM 23n CV 21n DZ 22n GA 23n GQ 23n GW 2c19n IR 22n KM 23n MA 24n
  MG 23n ML 2c22n MZ 21n NE 2c22n SN 2c22n TD 23n TG 2c22n`
    .split(/\s+(?=[A-Z]{2} )/)
    .map((row): [string, RegExp] => {
      const bban = row.slice(3).replace(/(\d+)([nac])/g, (_, count: string, kind: string) => {
        const character = kind === 'n' ? String.raw`\d` : kind === 'a' ? '[A-Za-z]' : String.raw`[A-Za-z\d]`;
        return `(?:${GAP}${character}){${count}}`;
      });
      return [row.slice(0, 2), new RegExp(String.raw`\d\d${bban}(?![A-Za-z\d])`, 'y')];
    }),
);

const LETTERS = 26;
/** The number of a letter in any case; too high for anything else. */
const numberOf = (code: number): number => (code | 0x20) - 0x61;
/** The same by the numbers of both letters: hashes and logs have groups of digits everywhere. */
const BY_LETTERS: (RegExp | undefined)[] = Array.from({ length: LETTERS * LETTERS }, (_, index) =>
  IBANS.get(String.fromCharCode(0x41 + Math.floor(index / LETTERS), 0x41 + (index % LETTERS))),
);

/** How an IBAN goes on at a place that its country stands before. */
function patternAt({ text, start }: Site): RegExp | undefined {
  const [first, second] = [numberOf(text.charCodeAt(start - 2)), numberOf(text.charCodeAt(start - 1))];
  return first >= 0 && first < LETTERS && second >= 0 && second < LETTERS
    ? BY_LETTERS[first * LETTERS + second]
    : undefined;
}

function findIban(site: Site): Hit | undefined {
  const pattern = patternAt(site);
  if (!pattern) return undefined;
  const { text, start } = site;
  const country = text.slice(start - 2, start).toUpperCase();
  pattern.lastIndex = start;
  const written = pattern.exec(text)?.[0];
  if (written === undefined) return undefined;
  const compact = written.replace(/[^A-Za-z\d]/g, '');
  const isOneCase = compact === compact.toUpperCase() || compact === compact.toLowerCase();
  if (!isOneCase || modulo(compact.slice(2) + country + compact.slice(0, 2), 97) !== 1) return undefined;
  return hit({ start: start - 2, end: start + written.length }, SURE);
}

/** The check digits and what may follow them: letters, a group, or all of a number. */
const IBAN_SHAPES = [
  '##A',
  ...[' ', '-', '\u2011', '\u2013'].flatMap((gap) =>
    ['A', '#A', '##A', '###A', '####'].map((next) => `##${gap}${next}`),
  ),
  ...Array.from({ length: 20 }, (_, index) => `${'#'.repeat(index + 4)}A`),
  ...Array.from({ length: 19 }, (_, index) => '#'.repeat(index + 13)),
];

// ISO 9362: institution, country, location and, if there is one, branch. Words have such a form too, so it is one
// only behind its name.
const BIC =
  /(?:bic|swift)(?:[ /_-]{1,3}(?:bic|swift))?(?:[ _-]?(?:code|id|address|number|no)\.?\)?["'*]{0,2}(?: is)?[:= \t]{1,4}|\)?["'*]{0,2}\s?(?:[:=>]|is )[ \t]{0,3})["']?([A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?)(?![A-Za-z\d])/iy;
const WHOLE_BIC = /^[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?$/;
/** Countries in which banks have no IBAN. */
const OTHER_BANKS = new Set(
  'AR AU BD BO CA CL CN CO EC GH HK ID IN JP KE KH KR LK MA MX MY NG NP NZ PE PH PY SG TH TW TZ UG US UY UZ VE VN ZA'.split(
    ' ',
  ),
);
const isBic = (value: string): boolean =>
  WHOLE_BIC.test(value) && (IBANS.has(value.slice(4, 6)) || OTHER_BANKS.has(value.slice(4, 6)));

// Ranges and check digit: https://www.aba.com/about-us/routing-number and Federal Reserve, Operating Circular 3.
const ROUTING = /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/;
const isRouting = (digits: string): boolean =>
  ROUTING.test(digits) && weightedSum(digits, [3, 7, 1]) % 10 === 0 && !/^(\d)\1+$/.test(digits);
const ROUTING_LABEL = /\b(?:routing|aba|rtn|ach|wire|transit)\b/;

function findRouting(site: Site): Hit | undefined {
  const { text, start, end } = site;
  if (!isRouting(digitsOf(text.slice(start, end))) || !isApart(site)) return undefined;
  return text[start + 4] === '-' || site.isLabelled(ROUTING_LABEL) ? hit(site, 0.85) : undefined;
}

/** A label may touch it: `account:123`. Other groups of digits may not. */
const isApart = ({ text, start, end }: Site): boolean =>
  !/(?:[\p{L}\p{N}_]|\p{N}[-.,/:]|\p{N}{3} )$/u.test(text.slice(Math.max(0, start - 4), start)) &&
  !/^(?:[\p{L}\p{N}_]|[-./][\p{L}\p{N}]| \p{N}{3})/u.test(text.slice(end, end + 4));

const ACCOUNT_LABEL =
  /\b(?:(?:bank|checking|savings|giro|current|beneficiary|deposit) ?(?:account|acct)|account (?:number|no|num|nr)|acct(?: (?:number|no|num))?|a c (?:no|number)|sort ?code|bsb|ifsc(?: code)?|kontonummer|konto ?nr|bankverbindung|num[eé]ro de (?:compte|cuenta)|cuenta (?:bancaria|corriente)|conto corrente|conta corrente|rekeningnummer)\b/;
/** A part of it is always there. */
const ACCOUNT_PARTS =
  'acc,sort,bsb,ifsc,konto,bankverbindung,cuenta,compte,conto,conta,rekening,a/c,a c,a_c,a-c,a.c'.split(',');
const NO_BANK = /\b(?:aws|arn|iam|azure|gcp)\b/;
/** A number with such a word right before it is something else. */
const NO_ACCOUNT =
  /\b(?:customer|user|service|role|routing|aba|phone|card|order|invoice|timestamp|time)(?: (?:number|no))?$/;

function findAccount(site: Site): Hit | undefined {
  if (!site.isAmongWords() || !isApart(site) || SAME.test(digitsOf(site.text.slice(site.start, site.end))))
    return undefined;
  if (!site.isLabelled(ACCOUNT_LABEL) || site.isLabelled(NO_BANK)) return undefined;
  return isCalled(site, NO_ACCOUNT) ? undefined : hit(site, 0.85);
}
const SAME = /^(\d)\1*$/;

/** Names of members whose value is an account, however short. */
const ACCOUNT_NAME =
  /\b(?<!\b(?:aws|azure|cloud) )(?:account|acct|konto) ?(?:number|no|num|nr)$|\b(?:bank ?account|kontonummer)$/;
/** A number of few digits: right after its name, as in JSON inside a text. */
const findShortAccount = (site: Site): Hit | undefined =>
  isCalled(site, ACCOUNT_NAME) ? findAccount(site) : undefined;

const SORT_LABEL = /\bsort ?code\b/;
const BSB_LABEL = /\bbsb\b/;
const besideLabel =
  (label: RegExp): Rule['verify'] =>
  (site) =>
    site.isAmongWords() && isApart(site) && site.isLabelled(label) ? hit(site, 0.85) : undefined;

// https://www.rbi.org.in/Scripts/FAQView.aspx?Id=60: four letters of the bank, 0, six characters of the branch.
const IFSC = /(?:ifsc|ifs)(?:[ _-]?code)?["'*]{0,2}(?: is)?[:= \t]{1,4}["']?([A-Z]{4}0[A-Z\d]{6})(?![A-Za-z\d])/iy;

export const bankAccounts: Family = {
  name: 'bank-accounts',
  detectors: [
    {
      id: 'iban',
      title: 'an IBAN',
      group: 'pii.financial',
      rules: [
        { shapes: IBAN_SHAPES, edges: ['letters'], seams: (site) => patternAt(site) !== undefined, verify: findIban },
      ],
    },
    {
      id: 'bic',
      title: 'the BIC of a bank',
      group: 'pii.business', // banks publish theirs
      rules: [
        { anchors: ['bic', 'swift'], verify: filtered(matchAt(BIC, 0.8), isBic) },
        {
          key: /\b(?:bic|swift)(?: ?(?:code|bic))?$/,
          verify: (site) => (site.end <= 11 && isBic(site.text) ? hit(site, 0.8) : undefined),
        },
      ],
    },
    {
      id: 'us_routing',
      title: 'a US bank routing number',
      group: 'pii.financial',
      rules: [{ shapes: ['#########', '####-####-#'], verify: findRouting }],
    },
    {
      id: 'bank_account',
      title: 'a bank account',
      group: 'pii.financial',
      rules: [
        {
          shapes: [
            ...Array.from({ length: 10 }, (_, index) => '#'.repeat(index + 8)),
            ...['-', ' '].flatMap((gap) => [`####${gap}####`, `###${gap}#####`, `####${gap}####${gap}####`]),
          ],
          needs: ACCOUNT_PARTS,
          verify: findAccount,
        },
        { shapes: ['######', '#######'], needs: ACCOUNT_PARTS, verify: findShortAccount },
        {
          key: ACCOUNT_NAME,
          verify: (site) => (/^\d{6,17}$/.test(site.text) && !SAME.test(site.text) ? hit(site, 0.85) : undefined),
        },
        // Banks have these numbers: https://www.wearepay.uk/ (sort codes) and https://bsb.auspaynet.com.au/.
        { shapes: ['##-##-##', '## ## ##'], needs: ['sort'], verify: besideLabel(SORT_LABEL) },
        { shapes: ['###-###', '### ###', '######'], needs: ['bsb'], verify: besideLabel(BSB_LABEL) },
        { anchors: ['ifsc'], verify: matchAt(IFSC, 0.85) },
      ],
    },
  ],
};
